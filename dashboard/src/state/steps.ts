// The list that j and k step through while a detail is open, and where the focus goes back to.
import { signal } from "@preact/signals";

import type { Experiment } from "../api/types";

export interface Step {
  experiment: string;
  failure: string | undefined;
  /** Fingerprint of its group, where the list tells it. */
  group?: string;
}

/** Set by the list in view. */
export const steps = signal<readonly Step[]>([]);

/** Return an experiment as a step; its failure opens only once it is explained. */
export function stepOf({ experiment_id, failure_id, category, fingerprint }: Experiment): Step {
  const failure = category === null ? undefined : (failure_id ?? undefined);
  return { experiment: experiment_id, failure, ...(fingerprint && { group: fingerprint }) };
}

/** Return the neighbour of an experiment in the list; undefined at its ends. */
export function neighbour(
  list: readonly Step[],
  experiment: string | undefined,
  by: 1 | -1,
): Step | undefined {
  const at = list.findIndex((step) => step.experiment === experiment);
  return at < 0 ? undefined : list[at + by];
}

/** Links that open a detail carry this attribute, so that keys and returning focus find them. */
export const OPENER = "data-opens";

/** Give the focus to the link that opens an experiment; false when it is not on screen. */
export function focusOpener(experiment: string | undefined): boolean {
  const openers = [...document.querySelectorAll<HTMLElement>(`[${OPENER}]`)];
  const found = openers.find((opener) => opener.getAttribute(OPENER) === experiment);
  found?.focus();
  found?.scrollIntoView({ block: "nearest" });
  return found !== undefined;
}

/** Return the experiment of the row that has the focus. */
export function focusedOpener(): string | undefined {
  const row = document.activeElement?.closest("tr")?.querySelector(`[${OPENER}]`);
  return row?.getAttribute(OPENER) ?? undefined;
}

/** Move the focus to the next or previous row; from anywhere else to the first. */
export function moveRow(by: 1 | -1): void {
  const list = steps.peek();
  const current = focusedOpener();
  const next = current === undefined ? list[0] : neighbour(list, current, by);
  if (next) focusOpener(next.experiment);
}
