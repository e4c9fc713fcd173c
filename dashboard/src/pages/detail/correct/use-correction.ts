import { useState } from "preact/hooks";

import { correctDiagnosis } from "../../../api/endpoints";
import { ApiProblem } from "../../../api/errors";
import type { CorrectedVerdict, Diagnosis } from "../../../api/types";
import { CATEGORY_WORDS, SEVERITY_WORDS } from "../../../format/words";
import { announce } from "../../../state/announce";
import { decided } from "./alternatives";

export interface Correcting {
  busy: boolean;
  problem: ApiProblem | undefined;
  /** What the diagnosis said before the correction that was just made. */
  undone: CorrectedVerdict | undefined;
  /** Put a person's verdict in the place of the present one; true when the server has it. */
  correct: (verdict: CorrectedVerdict) => Promise<boolean>;
}

/**
 * Correct a diagnosis. What is on screen changes when the server has answered, not before.
 *
 * @param present the diagnosis to correct
 * @param settle is given the diagnosis as it now is
 */
export function useCorrection(
  present: Diagnosis,
  settle: (corrected: Diagnosis) => void,
): Correcting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [undone, setUndone] = useState<CorrectedVerdict>();

  const correct = async (verdict: CorrectedVerdict) => {
    if (busy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      const { experiment_id: experiment, failure_id: failure } = present;
      settle(await correctDiagnosis(experiment, failure, decided(verdict)));
      setUndone(decided(present));
      const [severity, category] = [
        SEVERITY_WORDS[verdict.severity],
        CATEGORY_WORDS[verdict.category],
      ];
      announce(
        `Corrected: it is a ${category.toLowerCase()} of ${severity.toLowerCase()} severity.`,
      );
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, undone, correct };
}
