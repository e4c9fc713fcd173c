import { useLayoutEffect } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { listKeys } from "../../state/keys";
import { route } from "../../state/location";
import { focusedOpener, stepOf, steps } from "../../state/steps";
import { togglePin } from "./pin";
import { toggle } from "./selection";
import { compare } from "./selection-bar";

/** Give keys something to do while this list is in view, from its first picture on. */
export function useListKeys(page: readonly Experiment[], baseline?: Experiment): void {
  useLayoutEffect(() => {
    const rows = baseline ? [baseline, ...page.filter((row) => row !== baseline)] : page;
    steps.value = rows.map(stepOf);
    listKeys.value = {
      select: () => {
        const row = rows.find(({ experiment_id }) => experiment_id === focusedOpener());
        if (row) toggle(row, rows);
      },
      pin: () => {
        const id = focusedOpener();
        if (id !== undefined) togglePin(id);
      },
      compare: () => route.peek().experiment === undefined && compare(),
    };
    return () => (listKeys.value = {});
  }, [page, baseline]);
}
