import type { ExperimentStory, FailureSummary } from "../../api/types";
import { Icon } from "../../components/icon";
import { Time } from "../../components/time";
import { authorOf } from "../../format/history";
import { citedLines } from "../../format/log";
import { clip, visible } from "../../format/text";
import { CATEGORY_WORDS, SEVERITY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { Proof } from "../detail/proof";
import { KinLine } from "./kin";

/** The analysis has all of it. */
const LONGEST = 2_000;

/** What it died of, what proves that, and what a repair has shown. */
export function Death({
  failure,
  repair,
}: {
  failure: FailureSummary;
  repair: ExperimentStory["repair"];
}) {
  const { diagnosis } = failure;
  const { category, stage, verified } = diagnosis;
  const cited = citedLines(diagnosis.evidence);
  return (
    <>
      <p class="story-verdict">
        <AnalysisBadge {...diagnosis} />
        {CATEGORY_WORDS[category]} at {STAGE_WORDS[stage].toLowerCase()}{" "}
        <Time iso={failure.occurred_at} />
      </p>
      <p class="lead">{visible(diagnosis.root_cause)}</p>
      <p>
        <strong>What to do.</strong> {visible(diagnosis.fix_suggestion)}
      </p>
      {cited.length > 0 && (
        <Quote label="The lines of the log that prove it">
          {cited.map(({ line, quote }) => `${String(line).padStart(6)}  ${quote}`).join("\n")}
        </Quote>
      )}
      {failure.error_message && <Quote label="It ended with">{failure.error_message}</Quote>}
      <p class="hint">
        Diagnosed by {visible(authorOf(diagnosis))} with confidence{" "}
        {diagnosis.confidence.toFixed(2)}.
      </p>
      {verified ? (
        <div class="story-proof">
          <Proof verified={verified} by={repair ? null : diagnosis.verified_by} />
          {repair && <KinLine kin={repair} />}
        </div>
      ) : (
        <p class="hint">No repair has verified or refuted this diagnosis yet.</p>
      )}
    </>
  );
}

/** Opens the whole analysis as a page. */
function AnalysisBadge(props: FailureSummary["diagnosis"]) {
  const { experiment_id: experiment, failure_id: failure, severity, category } = props;
  const words = `${SEVERITY_WORDS[severity]} ${CATEGORY_WORDS[category].toLowerCase()}`;
  return (
    <a
      class={`badge badge-${severity}`}
      href={link({ view: "failure", experiment, failure })}
      aria-label={`${words}, open the analysis`}
    >
      <Icon name={category} />
      {SEVERITY_WORDS[severity]}
    </a>
  );
}

function Quote({ label, children }: { label: string; children: string }) {
  return (
    <figure class="story-quote">
      <figcaption>{label}</figcaption>
      <pre tabIndex={0} role="region" aria-label={label}>
        {visible(clip(children, LONGEST))}
      </pre>
    </figure>
  );
}
