import type { Diagnosis as DiagnosisData, Dispute } from "../../api/types";
import { CopyButton } from "../../components/copy";
import { citedLines } from "../../format/log";
import { visible } from "../../format/text";
import { CATEGORY_WORDS, SOURCE_WORDS } from "../../format/words";
import { followEvidence } from "./evidence";

/** What died, why, and what to do now. */
export function Diagnosis({ diagnosis }: { diagnosis: DiagnosisData }) {
  const { root_cause: cause, fix_suggestion: fix } = diagnosis;
  return (
    <section class="verdict" aria-label="Diagnosis">
      <div class={`verdict-part verdict-cause verdict-${diagnosis.severity}`}>
        <h3>
          Root cause
          <CopyButton what="root cause" text={cause} />
        </h3>
        <p class="lead">{visible(cause)}</p>
        <Citations diagnosis={diagnosis} />
      </div>
      <div class="verdict-part">
        <h3>
          Suggested fix
          <CopyButton what="suggested fix" text={fix} />
        </h3>
        <p>{visible(fix)}</p>
      </div>
      {diagnosis.dispute && <DisputeNote dispute={diagnosis.dispute} />}
    </section>
  );
}

function Citations({ diagnosis }: { diagnosis: DiagnosisData }) {
  const cited = citedLines(diagnosis.evidence);
  if (cited.length === 0) return <p class="hint">No log line proves it: the facts beside it do.</p>;
  return (
    <p class="citations">
      Evidence
      {cited.map(({ line }) => (
        <a key={line} href={`#L${line}`} onClick={(event) => followEvidence(event, line)}>
          line {line}
        </a>
      ))}
    </p>
  );
}

/** What the other side said: a person should look at a verdict that is in dispute. */
function DisputeNote({ dispute }: { dispute: Dispute }) {
  const { source, rule, model, verdict } = dispute;
  return (
    <div class="verdict-part verdict-dispute">
      <h3>Disputed</h3>
      <p>
        {SOURCE_WORDS[source]} <code>{visible(rule ?? model ?? "")}</code> says{" "}
        <strong>{CATEGORY_WORDS[verdict.category].toLowerCase()}</strong>, with a confidence of{" "}
        {verdict.confidence.toFixed(2)}: {visible(verdict.root_cause)}
      </p>
    </div>
  );
}
