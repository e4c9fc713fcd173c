import { logUrl } from "../../../api/endpoints";
import type { Evidence, FailureDetail } from "../../../api/types";
import { Icon } from "../../../components/icon";
import { formatLines } from "../../../format/lines";
import { count } from "../../../format/text";
import { wrapLog } from "../../../state/preferences";
import { followLine } from "../follow";
import { FindField } from "./find-field";
import type { Find } from "./use-find";
import type { Log } from "./use-log";

interface Props {
  event: FailureDetail["event"];
  log: Log;
  find: Find;
  cited: readonly Evidence[];
  /** Number of the line of evidence that the reader is at. */
  current: number | undefined;
  step: (by: 1 | -1) => void;
  look: (text: string) => void;
}

/** What can be done with a log. */
export function LogHead({ event, log, find, cited, current, step, look }: Props) {
  return (
    <header class="section-head">
      <h2 id="log-title">
        Log <small>{count(log.text.total, "line")}</small>
      </h2>
      {cited.length > 0 && <EvidenceSteps cited={cited} current={current} step={step} />}
      {log.text.total > 0 && <FindField log={log} find={find} look={look} />}
      <button
        type="button"
        class="button"
        aria-pressed={wrapLog.value === "on"}
        onClick={() => (wrapLog.value = wrapLog.value === "on" ? "off" : "on")}
      >
        Wrap
      </button>
      <a class="button" href={logUrl(event.experiment_id, event.failure_id)} download>
        <Icon name="download" size={14} />
        Raw log
      </a>
    </header>
  );
}

function EvidenceSteps({ cited, current, step }: Pick<Props, "cited" | "current" | "step">) {
  return (
    <div class="evidence-steps" role="group" aria-label="Evidence">
      <StepButton icon="up" label="Previous evidence ([)" step={() => step(-1)} />
      {cited.map(({ line }) => (
        <a
          key={line}
          href={formatLines({ from: line, to: line }, "L")}
          aria-label={`Evidence in line ${line}`}
          aria-current={line === current ? "true" : undefined}
          onClick={followLine}
        >
          {line}
        </a>
      ))}
      <StepButton icon="down" label="Next evidence (])" step={() => step(1)} />
    </div>
  );
}

export function StepButton(props: { icon: "up" | "down"; label: string; step: () => void }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      onClick={props.step}
    >
      <Icon name={props.icon} size={14} />
    </button>
  );
}
