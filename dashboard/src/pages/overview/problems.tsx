import { Problem } from "../../components/notice";
import type { Resource } from "../../state/resource";

/** What of the page could not be loaded, told once: the cause is most often the same. */
export function Problems(props: { parts: readonly (readonly [string, Resource<unknown>])[] }) {
  const failed = props.parts.filter(([, part]) => part.problem !== undefined);
  const problem = failed[0]?.[1].problem;
  if (!problem) return null;
  const names = failed.map(([name]) => name);
  const retry = () => failed.forEach(([, part]) => part.reload());
  return <Problem problem={problem} what={listed(names)} retry={retry} />;
}

/** Return "the counts, the curves and the new groups". */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
}
