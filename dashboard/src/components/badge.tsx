import type { Category, Experiment, Severity, Status } from "../api/types";
import { CATEGORY_WORDS, SEVERITY_WORDS, STATUS_WORDS } from "../format/words";
import { link } from "../state/location";
import { OPENER } from "../state/steps";
import { Icon } from "./icon";

/** Severity as colour, icon (of the category) and word: never as colour alone. */
export function SeverityBadge({ severity, category }: { severity: Severity; category: Category }) {
  return (
    <span class={`badge badge-${severity}`}>
      <Icon name={category} />
      {SEVERITY_WORDS[severity]}
    </span>
  );
}

/** The badge that opens the analysis of a failure. */
export function AnalysisLink(props: {
  experiment: string;
  failure: string;
  severity: Severity;
  category: Category;
}) {
  const { experiment, failure, severity, category } = props;
  const words = `${SEVERITY_WORDS[severity]} ${CATEGORY_WORDS[category].toLowerCase()}`;
  return (
    <a
      class={`badge badge-${severity}`}
      href={link({ experiment, failure })}
      aria-label={`${words}, open the analysis of experiment ${experiment}`}
      {...{ [OPENER]: experiment }}
    >
      <Icon name={category} />
      {SEVERITY_WORDS[severity]}
    </a>
  );
}

export function StatusLabel({ status }: { status: Status }) {
  return (
    <span class={`status status-${status}`}>
      <Icon name={status} size={14} />
      {STATUS_WORDS[status]}
    </span>
  );
}

/** True while a failed experiment still waits for its diagnosis. */
export function isPending(experiment: Experiment): boolean {
  return (
    experiment.status === "failed" && experiment.failure_id !== null && experiment.category === null
  );
}
