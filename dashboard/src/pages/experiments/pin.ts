// The baseline: the experiment whose scores the others are held against.
import { useRef } from "preact/hooks";

import { getExperiment } from "../../api/endpoints";
import type { ApiProblem } from "../../api/errors";
import type { Experiment } from "../../api/types";
import { go, route } from "../../state/location";
import { useResource } from "../../state/resource";

/** Make an experiment the baseline, or take the baseline away. */
export function togglePin(id: string): void {
  go({ pin: route.peek().pin === id ? undefined : id }, { replace: true });
}

export interface Baseline {
  row?: Experiment;
  problem?: ApiProblem;
  retry: () => void;
}

/** The baseline, which may lie on another page than the one on screen. */
export function useBaseline(pin: string | undefined, rows: readonly Experiment[]): Baseline {
  const seen = useRef<Experiment>(undefined);
  seen.current = rows.find((row) => row.experiment_id === pin) ?? seen.current;
  const known = seen.current?.experiment_id === pin ? seen.current : undefined;
  const elsewhere = known ? null : (pin ?? null);
  const asked = useResource(elsewhere, (signal) => getExperiment(elsewhere ?? "", signal));
  const row = known ?? (elsewhere === null || asked.outdated ? undefined : asked.data);
  const problem = elsewhere === null ? undefined : asked.problem;
  return { ...(row && { row }), ...(problem && { problem }), retry: asked.reload };
}
