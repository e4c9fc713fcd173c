// What else a failure might have been, as others have said. Pure.
import type { CorrectedVerdict, Correction, FailureDetail } from "../../../api/types";
import { authorOf } from "../../../format/history";

export interface Alternative {
  /** Who says so. */
  says: string;
  verdict: CorrectedVerdict;
}

/** Return what a person decides on of a verdict. */
export function decided(verdict: CorrectedVerdict): CorrectedVerdict {
  const { category, severity, root_cause, fix_suggestion } = verdict;
  return { category, severity, root_cause, fix_suggestion };
}

export function isSame(one: CorrectedVerdict, other: CorrectedVerdict): boolean {
  return JSON.stringify(decided(one)) === JSON.stringify(decided(other));
}

/** Return the explanations that differ from the present one, each once. */
export function alternatives(
  { diagnosis, group }: FailureDetail,
  corrections: readonly Correction[],
): Alternative[] {
  const { dispute } = diagnosis;
  const said: Alternative[] = [
    ...(dispute ? [{ says: `${authorOf(dispute)} says`, verdict: dispute.verdict }] : []),
    ...(group ? [{ says: "Its group’s explanation", verdict: group }] : []),
    ...corrections.map(({ before, by }) => ({
      says: `Before ${by} corrected it`,
      verdict: before,
    })),
  ];
  return said.filter(
    ({ verdict }, at) =>
      !isSame(verdict, diagnosis) &&
      said.findIndex((other) => isSame(other.verdict, verdict)) === at,
  );
}
