import { useMemo, useState } from "preact/hooks";

import { getLog } from "../../../api/endpoints";
import type { FailureDetail } from "../../../api/types";
import { completed, logWindow, type LogText } from "../../../format/log";
import { useResource, type Resource } from "../../../state/resource";

export interface Log {
  text: LogText;
  /** Every line is there that the server has to give. */
  fetched: boolean;
  /** The server sends only the start of a log as long as this one. */
  cut: boolean;
  whole: Resource<unknown>;
  /** Ask for the lines that did not come with the failure. */
  fetch: () => void;
}

/** The log of a failure: first what came with it, which may lack lines and parts of long ones. */
export function useLog({ event, log }: FailureDetail): Log {
  const part = useMemo(() => logWindow(log), [log]);
  const [asked, setAsked] = useState(false);
  const whole = useResource(asked ? `log ${event.failure_id}` : null, (signal) =>
    getLog(event.experiment_id, event.failure_id, signal),
  );
  const text = useMemo(
    () => (whole.data ? completed(part, whole.data.text, whole.data.truncated) : part),
    [part, whole.data],
  );
  return {
    text,
    fetched: whole.data !== undefined,
    cut: whole.data?.truncated ?? false,
    whole,
    fetch: () => setAsked(true),
  };
}
