// What the dialog and the full page have in common above the analysis.
import { SeverityBadge, StatusLabel } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { shortId } from "../../format/ids";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import type { Resource } from "../../state/resource";
import { formatRoute, parseRoute } from "../../state/route";
import type { Detail } from "./use-detail";

/** What it is, by the end of its id. */
export function Title({ id, detail }: { id: string; detail: Detail }) {
  const { experiment } = detail;
  return (
    <>
      <span class="eyebrow">{experiment.data?.failure_id ? "Failure analysis" : "Experiment"}</span>{" "}
      <span class="id">{shortId(id)}</span>
    </>
  );
}

/** The verdict in a few words, or how the experiment stands. */
export function Verdict({ detail: { experiment, failure } }: { detail: Detail }) {
  if (!experiment.data || experiment.outdated) return null;
  const { status } = experiment.data;
  const { severity, category, stage } =
    (!failure.outdated && failure.data?.diagnosis) || experiment.data;
  if (!severity || !category) return <StatusLabel status={status} />;
  return (
    <span class="detail-verdict">
      <SeverityBadge severity={severity} category={category} />
      {CATEGORY_WORDS[category]} at {STAGE_WORDS[stage].toLowerCase()}
    </span>
  );
}

/** Leads to the whole story: what it was made from, and what came of it. */
export function StoryLink({ id }: { id: string }) {
  return (
    <a class="button" href={link({ view: "story", experiment: id, failure: undefined })}>
      <Icon name="bookmark" size={14} />
      Story
    </a>
  );
}

/** Copies the whole analysis, for an issue or for a model. */
export function CopyReport({ detail }: { detail: Detail }) {
  const { experiment, failure, code } = detail;
  const told = experiment.data;
  if (!told || experiment.outdated) return null;
  const awaited = (told.category && told.failure_id && !isSettled(failure)) || !isSettled(code);
  const text = async () =>
    (await import("../../format/report")).markdownOf({
      experiment: told,
      failure: failure.outdated ? undefined : failure.data,
      code: code.outdated ? undefined : code.data,
      url: addressOf(told.experiment_id, told.failure_id),
    });
  return (
    <CopyButton
      what="analysis as Markdown"
      text={text}
      words="Markdown"
      awaited={Boolean(awaited)}
    />
  );
}

function isSettled({ outdated, data, problem }: Resource<unknown>): boolean {
  return !outdated && (data !== undefined || problem !== undefined);
}

/** The address of a detail's full page, with nothing else in it. */
function addressOf(experiment: string, failure: string | null): string {
  const page = { ...parseRoute("?view=failure"), experiment, ...(failure && { failure }) };
  return `${location.origin}${location.pathname}${formatRoute(page)}`;
}
