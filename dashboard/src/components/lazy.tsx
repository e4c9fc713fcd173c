// Pages that are fetched when they are first asked for.
import type { ComponentType } from "preact";
import { useEffect, useReducer } from "preact/hooks";

import { ApiProblem } from "../api/errors";
import { Problem, Skeleton } from "./notice";

type Lazy<P> = ComponentType<P> & {
  /** Fetch it before it is shown. */
  preload: () => void;
};

/** Return a component that fetches itself when it is first shown, and says so when it cannot. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  let Loaded: ComponentType<P> | undefined;
  let loading: Promise<void> | undefined;
  const fetched = () =>
    (loading ??= load().then(
      (component) => {
        Loaded = component;
      },
      (error: unknown) => {
        loading = undefined; // the next attempt asks again
        throw error;
      },
    ));

  function Page(props: P) {
    const [attempt, again] = useReducer((count: number, _: void) => count + 1, 0);
    const [problem, settle] = useReducer(
      (_: ApiProblem | undefined, next: ApiProblem | undefined) => next,
      undefined,
    );
    const Drawn = Loaded;
    useEffect(() => {
      // It may have come since this was drawn, before the effect: then it is drawn once more.
      if (Drawn) return;
      let shown = true;
      fetched().then(
        () => shown && again(),
        () => shown && settle(new ApiProblem("network", "the server does not answer")),
      );
      return () => {
        shown = false;
      };
    }, [attempt]);
    if (Drawn) return <Drawn {...props} />;
    if (problem) {
      const retry = () => {
        settle(undefined);
        again();
      };
      return <Problem problem={problem} what="this page" retry={retry} />;
    }
    return <Skeleton lines={6} label="the page" />;
  }

  // Whoever shows it later tells of a failure.
  return Object.assign(Page, { preload: () => void fetched().catch(() => undefined) });
}
