// What became of a failure, in the order of time. Pure.
import type { Correction, Diagnosis, FailureDetail } from "../api/types";
import { CATEGORY_WORDS, SEVERITY_WORDS, SOURCE_WORDS, STAGE_WORDS } from "./words";

/** One thing that a person changed. */
export interface Change {
  name: string;
  before: string;
  after: string;
}

export interface Entry {
  at: string;
  what: string;
  /** Who did it; undefined when the system did. */
  by?: string;
  changes: readonly Change[];
}

type Author = Pick<Diagnosis, "source" | "rule" | "model"> & Partial<Diagnosis>;

/** Return what happened to a failure, newest first. */
export function historyOf(
  { event, diagnosis, group }: FailureDetail,
  corrections: readonly Correction[],
): Entry[] {
  const first = corrections.at(-1)?.before ?? diagnosis;
  const told: Entry[] = [
    ...corrections.map(corrected),
    { at: first.diagnosed_at, what: diagnosed(first), changes: [] },
    {
      at: event.occurred_at,
      what: `Failed at ${STAGE_WORDS[event.stage].toLowerCase()}`,
      changes: [],
    },
  ];
  if (group?.status_at) {
    const what = `Its group: ${group.status}`;
    const by = group.status_by ? { by: group.status_by } : {};
    told.push({ at: group.status_at, what, ...by, changes: [] });
  }
  return told.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Return who explained a failure and by what: "Rule shapes", "Claude model (prompt 3)". */
export function authorOf({ source, rule, model, prompt_version: prompt }: Author): string {
  const by = rule ?? (model && prompt ? `${model} (prompt ${prompt})` : model);
  return by ? `${SOURCE_WORDS[source]} ${by}` : SOURCE_WORDS[source];
}

function diagnosed(diagnosis: Diagnosis): string {
  const verdict = `${SEVERITY_WORDS[diagnosis.severity]} ${CATEGORY_WORDS[diagnosis.category]}`;
  const sure = `confidence ${diagnosis.confidence.toFixed(2)}`;
  return `Explained as ${verdict.toLowerCase()} by: ${authorOf(diagnosis)}, ${sure}`;
}

function corrected({ at, by, before, after }: Correction): Entry {
  const changes = [
    {
      name: "Category",
      before: CATEGORY_WORDS[before.category],
      after: CATEGORY_WORDS[after.category],
    },
    {
      name: "Severity",
      before: SEVERITY_WORDS[before.severity],
      after: SEVERITY_WORDS[after.severity],
    },
    { name: "Root cause", before: before.root_cause, after: after.root_cause },
    { name: "Suggested fix", before: before.fix_suggestion, after: after.fix_suggestion },
  ].filter((change) => change.before !== change.after);
  return { at, by, what: changes.length > 0 ? "Corrected" : "Confirmed as right", changes };
}
