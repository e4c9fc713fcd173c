import { useEffect, useState } from "preact/hooks";

import { getCode, getExperiment, getFailure, getGroup, listCorrections } from "../../api/endpoints";
import type {
  Code,
  CorrectionHistory,
  Diagnosis,
  Experiment,
  FailureDetail,
  GroupDetail,
} from "../../api/types";
import { isPending } from "../../components/badge";
import { refresh, refreshes } from "../../state/live";
import { useResource, type Resource } from "../../state/resource";
import { steps } from "../../state/steps";
import { decided } from "./correct/alternatives";

const PENDING_MS = 2_000;
export const MOST_KIN = 5;

export interface Detail {
  experiment: Resource<Experiment>;
  failure: Resource<FailureDetail>;
  corrections: Resource<CorrectionHistory>;
  /** The group, and the newest that died of the same. */
  kin: Resource<GroupDetail>;
  code: Resource<Code>;
  /** Show a diagnosis as a correction has made it, and load anew what follows from it. */
  settle: (corrected: Diagnosis) => void;
}

/**
 * Load all that a detail shows, as much as possible at once.
 *
 * @param failureId known when the address tells it; else the experiment says whether there is one
 */
export function useDetail(id: string, failureId: string | undefined): Detail {
  const again = refreshes.value;
  const [corrected, setCorrected] = useState<Diagnosis>();
  const experiment = useResource(`experiment ${id}`, (signal) => getExperiment(id, signal), again);
  const known = experiment.outdated ? undefined : experiment.data;
  const diagnosed = failureId ?? (known?.category ? known.failure_id : null);
  const failure = useResource(
    diagnosed && `failure ${diagnosed}`,
    (signal) => getFailure(id, diagnosed!, signal),
    again,
  );
  // What is not needed to draw the verdict does not keep it waiting.
  const explained = failure.data !== undefined && !failure.outdated;
  const corrections = useResource(
    explained ? `corrections ${diagnosed}` : null,
    (signal) => listCorrections(id, diagnosed!, signal),
    again,
  );
  const listed = steps.peek().find((step) => step.experiment === id)?.group;
  const group = explained ? failure.data!.diagnosis.fingerprint : listed;
  const kin = useResource(
    group ? `kin ${group}` : null,
    (signal) => getGroup(group!, { limit: MOST_KIN + 1 }, signal),
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

  const settle = (diagnosis: Diagnosis) => {
    setCorrected(diagnosis);
    refresh();
  };
  return { experiment, failure: newer(failure, corrected), corrections, kin, code, settle };
}

/** The failure with the newer of two diagnoses: a correction's answer comes before the reload's. */
function newer(
  failure: Resource<FailureDetail>,
  corrected: Diagnosis | undefined,
): Resource<FailureDetail> {
  const { data } = failure;
  if (!data || data.diagnosis.failure_id !== corrected?.failure_id) return failure;
  if (Date.parse(data.diagnosis.diagnosed_at) >= Date.parse(corrected.diagnosed_at)) return failure;
  const group = data.group && { ...data.group, ...decided(corrected) }; // it follows
  return { ...failure, data: { ...data, diagnosis: corrected, group } };
}
