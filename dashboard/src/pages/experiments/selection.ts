// The experiments a person has ticked. They outlast paging and refreshing.
import { effect, signal } from "@preact/signals";

import type { Experiment } from "../../api/types";
import { session } from "../../state/session";

/** By id, in the order in which they were ticked, as they were last seen. */
export const selection = signal<ReadonlyMap<string, Experiment>>(new Map());

/** Where the last tick was: a tick with Shift reaches from there. */
let anchor: string | undefined;

/** Tick an experiment, or take it out; with `reach` all rows since the last tick do the same. */
export function toggle(row: Experiment, rows: readonly Experiment[], reach = false): void {
  const on = !selection.peek().has(row.experiment_id);
  const reached = reach ? between(rows, anchor, row.experiment_id) : [];
  put(reached.length > 0 ? reached : [row], on);
  anchor = row.experiment_id;
}

/** Tick many, or take them out. */
export function put(rows: readonly Experiment[], on: boolean): void {
  const next = new Map(selection.peek());
  for (const row of rows) {
    if (on) next.set(row.experiment_id, row);
    else next.delete(row.experiment_id);
  }
  selection.value = next;
}

export function clear(): void {
  selection.value = new Map();
  anchor = undefined;
}

/** Keep what is ticked as it is now. */
export function renew(rows: readonly Experiment[]): void {
  const known = rows.filter((row) => {
    const held = selection.peek().get(row.experiment_id);
    return held !== undefined && held !== row;
  });
  if (known.length > 0) put(known, true);
}

/** Return the rows from one to another, both included; none when one of them is not there. */
export function between<T extends { experiment_id: string }>(
  rows: readonly T[],
  from: string | undefined,
  to: string,
): readonly T[] {
  const [a, b] = [from, to].map((id) => rows.findIndex((row) => row.experiment_id === id));
  if (a === undefined || b === undefined || a < 0 || b < 0) return [];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

// Whoever comes next ticks for themselves; an expired session is the same person's.
effect(() => {
  const state = session.value;
  if (state.is === "out" && !state.expired) clear();
});
