import { useRef } from "preact/hooks";

import { getExperiment, getFailure, getMeasurements } from "../../api/endpoints";
import { ApiProblem } from "../../api/errors";
import type { Experiment, FailureDetail, Measurements } from "../../api/types";
import { refreshes } from "../../state/live";
import { useResource } from "../../state/resource";
import { changes } from "../../state/version";

/** One of the experiments compared, as far as it could be read. */
export interface Compared {
  id: string;
  experiment?: Experiment;
  failure?: FailureDetail;
  measurements?: Measurements;
  /** Why something of it is not there. */
  problem?: ApiProblem;
}

/** Load all that are compared; one that cannot be read keeps nobody from seeing the others. */
export function useCompared(ids: readonly string[]): {
  compared: readonly Compared[];
  loading: boolean;
  reload: () => void;
} {
  const loaded = useResource(
    ids.join() || null,
    (signal) => Promise.all(ids.map((id) => load(id, signal))),
    `${changes.value} ${refreshes.value}`,
  );
  // What was read once stays, also when it cannot be read anew.
  const known = useRef(new Map<string, Compared>());
  for (const one of loaded.data ?? []) {
    const before = one.problem && known.current.get(one.id);
    known.current.set(one.id, before ? { ...before, ...one } : one);
  }
  return {
    compared: ids.map((id) => known.current.get(id) ?? { id }),
    loading: loaded.loading,
    reload: loaded.reload,
  };
}

async function load(id: string, signal: AbortSignal): Promise<Compared> {
  try {
    const experiment = await getExperiment(id, signal);
    const { failure_id: failure, category, measurements } = experiment;
    const parts = await Promise.all([
      category && failure ? part("failure", getFailure(id, failure, signal)) : {},
      measurements ? part("measurements", getMeasurements(id, signal)) : {},
    ]);
    return Object.assign({ id, experiment }, ...parts) as Compared;
  } catch (error) {
    return { id, problem: problemOf(error) };
  }
}

/** A part that cannot be had, as when it has expired, leaves the others as they are. */
async function part<K extends "failure" | "measurements">(
  name: K,
  loading: Promise<NonNullable<Compared[K]>>,
): Promise<Partial<Compared>> {
  try {
    return { [name]: await loading };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  throw error;
}
