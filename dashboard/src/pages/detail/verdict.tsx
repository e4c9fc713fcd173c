import "../../styles/verdict.css";

import { useState } from "preact/hooks";

import type {
  Correction,
  Diagnosis as DiagnosisData,
  Dispute,
  FailureDetail,
} from "../../api/types";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { lazy } from "../../components/lazy";
import { authorOf } from "../../format/history";
import { citedLines } from "../../format/log";
import { visible } from "../../format/text";
import { CATEGORY_WORDS, SEVERITY_WORDS, SOURCE_WORDS } from "../../format/words";
import { isAdmin } from "../../state/session";
import { followLine } from "./follow";

const CorrectionPanel = lazy(async () => (await import("./correct/panel")).CorrectionPanel);

interface Props {
  failure: FailureDetail;
  corrections: readonly Correction[];
  /** Is given the diagnosis as a correction has made it. */
  settle: (corrected: DiagnosisData) => void;
}

/** What died, why, what to do now; who says so, and how a person says otherwise. */
export function Diagnosis({ failure, corrections, settle }: Props) {
  const { diagnosis } = failure;
  const { root_cause: cause, fix_suggestion: fix, dispute } = diagnosis;
  const [correcting, correct] = useState(false);
  return (
    <section class="verdict" aria-label="Diagnosis">
      <div class={`verdict-part verdict-cause verdict-${diagnosis.severity}`}>
        <h2>
          Root cause
          <CopyButton what="root cause" text={cause} />
        </h2>
        <p class="lead">{visible(cause)}</p>
        <Citations diagnosis={diagnosis} />
      </div>
      <div class="verdict-part">
        <h2>
          Suggested fix
          <CopyButton what="suggested fix" text={fix} />
        </h2>
        <p>{visible(fix)}</p>
      </div>
      {dispute && <DisputeNote diagnosis={diagnosis} dispute={dispute} />}
      <div class="verdict-foot">
        <p>
          <strong>{SOURCE_WORDS[diagnosis.source]}</strong>
          {diagnosis.rule && <code>{visible(diagnosis.rule)}</code>}
          {diagnosis.model && <code>{visible(diagnosis.model)}</code>}
          <span>confidence {diagnosis.confidence.toFixed(2)}</span>
        </p>
        {isAdmin.value ? (
          <button
            type="button"
            class="button"
            aria-expanded={correcting}
            aria-controls="correction"
            onClick={() => correct(!correcting)}
          >
            <Icon name="edit" size={14} />
            Correct it
          </button>
        ) : (
          <p class="hint">Only administrators may correct it; you are signed in as a viewer.</p>
        )}
      </div>
      {correcting && <CorrectionPanel {...{ failure, corrections, settle }} />}
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
        <a key={line} href={`#L${line}`} onClick={followLine}>
          line {line}
        </a>
      ))}
    </p>
  );
}

/** The other side of a dispute: a person should decide between the two. */
function DisputeNote({ diagnosis, dispute }: { diagnosis: DiagnosisData; dispute: Dispute }) {
  const { verdict } = dispute;
  const [severity, category] = [SEVERITY_WORDS[verdict.severity], CATEGORY_WORDS[verdict.category]];
  return (
    <div class="verdict-part verdict-dispute">
      <h2>Disputed</h2>
      <p>
        {visible(authorOf(dispute))} says{" "}
        <strong>
          {severity.toLowerCase()} {category.toLowerCase()}
        </strong>
        , with a confidence of {verdict.confidence.toFixed(2)}: {visible(verdict.root_cause)}
      </p>
      <p>
        <strong>Its fix.</strong> {visible(verdict.fix_suggestion)}
      </p>
      <p class="hint">
        Above stands the other side: {visible(authorOf(diagnosis))}, with a confidence of{" "}
        {diagnosis.confidence.toFixed(2)}. A person can decide between them.
      </p>
    </div>
  );
}
