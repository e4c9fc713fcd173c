import type { TargetedSubmitEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { CorrectedVerdict, Diagnosis } from "../../../api/types";
import { CATEGORIES, CATEGORY_WORDS, SEVERITIES, SEVERITY_WORDS } from "../../../format/words";
import { decided } from "./alternatives";
import type { Correcting } from "./use-correction";

/** As many characters as the API takes of a sentence. */
const LONGEST = 2_000;

interface Props {
  diagnosis: Diagnosis;
  correcting: Correcting;
  close: () => void;
}

/** All of a verdict that a person may change, in one go. */
export function CorrectionForm({ diagnosis, correcting, close }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [verdict, set] = useState(() => decided(diagnosis));
  const wrong = correcting.problem?.field;
  const change = (part: Partial<CorrectedVerdict>) => set({ ...verdict, ...part });
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (await correcting.correct(verdict)) close();
  };
  useLayoutEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [correcting.problem]);
  return (
    <form ref={form} class="correction-form" onSubmit={submit}>
      <Choice
        name="category"
        label="Category"
        words={CATEGORY_WORDS}
        choices={CATEGORIES}
        {...{ verdict, change, wrong }}
      />
      <Choice
        name="severity"
        label="Severity"
        words={SEVERITY_WORDS}
        choices={SEVERITIES}
        {...{ verdict, change, wrong }}
      />
      <Words name="root_cause" label="Root cause" {...{ verdict, change, wrong }} />
      <Words name="fix_suggestion" label="Suggested fix" {...{ verdict, change, wrong }} />
      <div class="correction-actions">
        <button type="submit" class="button button-primary">
          Apply
        </button>
        <button type="button" class="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface Field<K extends keyof CorrectedVerdict> {
  name: K;
  label: string;
  verdict: CorrectedVerdict;
  change: (part: Partial<CorrectedVerdict>) => void;
  /** The field that the API refused. */
  wrong: string | null | undefined;
}

function Choice<K extends "category" | "severity">(
  props: Field<K> & {
    words: Record<CorrectedVerdict[K], string>;
    choices: readonly CorrectedVerdict[K][];
  },
) {
  const { name, label, verdict, change, wrong, words, choices } = props;
  return (
    <label>
      {label}
      <select
        value={verdict[name]}
        aria-invalid={wrong === name || undefined}
        onChange={(event) => change({ [name]: event.currentTarget.value })}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Words({ name, label, verdict, change, wrong }: Field<"root_cause" | "fix_suggestion">) {
  return (
    <label>
      {label}
      <textarea
        rows={4}
        maxLength={LONGEST}
        value={verdict[name]}
        aria-invalid={wrong === name || undefined}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
      />
    </label>
  );
}
