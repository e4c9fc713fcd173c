import "../../../styles/correction.css";

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Correction, Diagnosis, FailureDetail } from "../../../api/types";
import { Icon } from "../../../components/icon";
import { visible } from "../../../format/text";
import { CATEGORIES, CATEGORY_WORDS, SEVERITIES, SEVERITY_WORDS } from "../../../format/words";
import { alternatives, type Alternative } from "./alternatives";
import { Chips } from "./chips";
import { CorrectionForm } from "./form";
import { useCorrection, type Correcting } from "./use-correction";

interface Props {
  failure: FailureDetail;
  corrections: readonly Correction[];
  settle: (corrected: Diagnosis) => void;
}

/** What a failure was instead: one click on what is right applies it. */
export function CorrectionPanel({ failure, corrections, settle }: Props) {
  const { diagnosis } = failure;
  const correcting = useCorrection(diagnosis, settle);
  const [editing, edit] = useState(false);
  const { busy, correct } = correcting;
  const section = useRef<HTMLElement>(null);
  // What was clicked may be gone, for example an explanation that is now the present one.
  useLayoutEffect(() => {
    if (section.current?.contains(document.activeElement)) return;
    section.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [busy, editing]);
  return (
    <section
      ref={section}
      class="correction"
      id="correction"
      aria-labelledby="correction-title"
      aria-busy={busy}
    >
      <h2 id="correction-title" tabIndex={-1}>
        What is right?
      </h2>
      <p class="hint">
        One click applies it. It outranks every machine’s verdict, now and for the next failures of
        its group.
      </p>
      {editing ? (
        <CorrectionForm diagnosis={diagnosis} correcting={correcting} close={() => edit(false)} />
      ) : (
        <>
          <Chips
            name="Category"
            choices={CATEGORIES}
            words={CATEGORY_WORDS}
            current={diagnosis.category}
            choose={(category) => correct({ ...diagnosis, category })}
          />
          <Chips
            name="Severity"
            choices={SEVERITIES}
            words={SEVERITY_WORDS}
            current={diagnosis.severity}
            choose={(severity) => correct({ ...diagnosis, severity })}
          />
          <Others others={alternatives(failure, corrections)} correcting={correcting} />
          <div class="correction-actions">
            <button
              type="button"
              class="button"
              aria-pressed={diagnosis.source === "human"}
              onClick={() => diagnosis.source !== "human" && correct(diagnosis)}
            >
              <Icon name="check" size={14} />
              Right as it is
            </button>
            <button type="button" class="button" onClick={() => edit(true)}>
              Edit the words…
            </button>
          </div>
        </>
      )}
      <Outcome correcting={correcting} />
    </section>
  );
}

/** What came of the last click, and the way back from it. */
function Outcome({ correcting: { busy, problem, undone, correct } }: { correcting: Correcting }) {
  if (problem) {
    return (
      <p class="notice notice-problem" role="alert">
        <Icon name="alert" />
        <span>
          It was not corrected: {problem.message}.
          {problem.requestId && <small> Request {problem.requestId}</small>}
        </span>
      </p>
    );
  }
  if (!busy && !undone) return null;
  return (
    <p class="notice notice-good">
      <Icon name="check" />
      <span>{busy ? "Correcting…" : "Corrected."}</span>
      {undone && (
        <button type="button" class="button" onClick={() => correct(undone)}>
          Undo
        </button>
      )}
    </p>
  );
}

function Others(props: { others: readonly Alternative[]; correcting: Correcting }) {
  if (props.others.length === 0) return null;
  return (
    <ul class="correction-others" aria-label="Other explanations">
      {props.others.map(({ says, verdict }) => (
        <li key={`${says} ${verdict.root_cause}`}>
          <p>
            <strong>{visible(says)}:</strong> {SEVERITY_WORDS[verdict.severity].toLowerCase()}{" "}
            {CATEGORY_WORDS[verdict.category].toLowerCase()}. {visible(verdict.root_cause)}
          </p>
          <button type="button" class="button" onClick={() => props.correcting.correct(verdict)}>
            This is right
          </button>
        </li>
      ))}
    </ul>
  );
}
