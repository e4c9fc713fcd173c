import { useEffect } from "preact/hooks";

import { getCode, getExperiment, getFailure } from "../../api/endpoints";
import type { Code, Experiment, FailureDetail } from "../../api/types";
import { isPending } from "../../components/badge";
import { refreshes } from "../../state/live";
import { useResource, type Resource } from "../../state/resource";

const PENDING_MS = 2_000;

export interface Detail {
  experiment: Resource<Experiment>;
  failure: Resource<FailureDetail>;
  code: Resource<Code>;
}

/**
 * Load all that a detail shows, as much as possible at once.
 *
 * @param failureId known when the address tells it; else the experiment says whether there is one
 */
export function useDetail(id: string, failureId: string | undefined): Detail {
  const again = refreshes.value;
  const experiment = useResource(`experiment ${id}`, (signal) => getExperiment(id, signal), again);
  const known = experiment.outdated ? undefined : experiment.data;
  const diagnosed = failureId ?? (known?.category ? known.failure_id : null);
  const failure = useResource(
    diagnosed && `failure ${diagnosed}`,
    (signal) => getFailure(id, diagnosed!, signal),
    again,
  );
  const code = useResource(`code ${id}`, (signal) => getCode(id, signal), again);

  // Polling is paused while a detail is open, but what it waits for is worth asking after.
  const waiting = known && (isPending(known) || known.status === "running");
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(experiment.reload, PENDING_MS);
    return () => clearTimeout(timer);
  }, [waiting, experiment.data]);

  return { experiment, failure, code };
}
