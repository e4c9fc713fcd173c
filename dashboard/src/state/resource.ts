// Data from the API as state: loading, there, failed, and failed with the old data still there.
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

import { ApiProblem, isAbort } from "../api/errors";

export interface Resource<T> {
  /** The newest data for this key, or, while another key loads, the data before it. */
  data?: T;
  /** Why the last attempt failed; `data` may be there all the same. */
  problem?: ApiProblem;
  loading: boolean;
  /** `data` belongs to another key than the one asked for. */
  outdated: boolean;
  reload: () => void;
}

interface Held<T> {
  key: string | null;
  data?: T;
  problem?: ApiProblem;
  loading: boolean;
}

/**
 * Load data and keep it current.
 *
 * @param key says what is asked for; null asks for nothing
 * @param load asks for it
 * @param trigger any change of it loads the same again, quietly
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  trigger: unknown = undefined,
): Resource<T> {
  const held = useRef<Held<T>>({ key: null, loading: false });
  const [attempt, again] = useReducer((count: number, _: void) => count + 1, 0);
  const [, render] = useReducer((count: number, _: void) => count + 1, 0);

  // Before the first picture, not after it: the server is the slower of the two.
  useLayoutEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    held.current.loading = true;
    render();
    load(controller.signal).then(
      (data) => settle({ key, data, loading: false }),
      (error: unknown) => {
        if (isAbort(error)) return;
        if (!(error instanceof ApiProblem)) throw error;
        const kept = held.current.key === key ? held.current.data : undefined;
        settle({
          key,
          problem: error,
          loading: false,
          ...(kept === undefined ? {} : { data: kept }),
        });
      },
    );
    const settle = (next: Held<T>) => {
      if (controller.signal.aborted) return;
      held.current = next;
      render();
    };
    return () => controller.abort();
  }, [key, trigger, attempt]);

  const { data, problem, loading } = held.current;
  const outdated = held.current.key !== key;
  return {
    ...(data === undefined ? {} : { data }),
    ...(problem === undefined || outdated ? {} : { problem }),
    loading: loading || outdated,
    outdated,
    reload: () => again(),
  };
}
