import type { Diagnosis as DiagnosisData } from "../../api/types";
import { CopyButton } from "../../components/copy";
import { citedLines } from "../../format/log";
import { visible } from "../../format/text";
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
