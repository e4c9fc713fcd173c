// Live refresh: polls one tiny value, and only when it changes do the views load anew.
import { computed, effect, signal } from "@preact/signals";

import { getVersion } from "../api/endpoints";
import { route } from "./location";
import { BUSY_MS, CALM_MS, isStale, nextDelay } from "./polling";
import { session } from "./session";

/** Counts the changes seen: views load anew when it grows. */
export const changes = signal(0);
/** Counts the reloads a person asked for. */
export const refreshes = signal(0);
/** When the server last answered. */
export const checkedAt = signal<Date | undefined>(undefined);
/** Set by the list in view: something is going on, so look more often. */
export const busy = signal(false);
let version: string | undefined;
const missed = signal(0);
const hidden = signal(document.hidden);

export type LiveState = "off" | "paused" | "stale" | "live";
export const liveState = computed<LiveState>(() => {
  if (!route.value.live) return "off";
  if (isStale(missed.value)) return "stale";
  return route.value.experiment === undefined ? "live" : "paused";
});

const active = computed(
  () =>
    session.value.is === "in" &&
    route.value.live &&
    !hidden.value &&
    route.value.experiment === undefined,
);

document.addEventListener("visibilitychange", () => (hidden.value = document.hidden));

/** Load everything in view anew, now. */
export function refresh(): void {
  refreshes.value += 1;
  void poll();
}

/** Ask for the version once. Done before the first load, no change between the two is missed. */
export async function poll(): Promise<void> {
  try {
    const current = await getVersion();
    if (version !== undefined && version !== current) changes.value += 1;
    version = current;
    checkedAt.value = new Date();
    missed.value = 0;
  } catch {
    missed.value += 1; // shown as "stale"; the next poll tries again
  }
}

/** True when the last answer is older than one interval, as after a pause. */
function isDue(): boolean {
  const last = checkedAt.peek()?.getTime() ?? 0;
  return Date.now() - last > (busy.peek() ? BUSY_MS : CALM_MS);
}

/** True while a person holds a text selection, which new rows would destroy. */
function selecting(): boolean {
  return getSelection()?.isCollapsed === false;
}

effect(() => {
  if (!active.value) return;
  let timer: number;
  const loop = async () => {
    if (!selecting()) await poll();
    timer = setTimeout(loop, nextDelay(busy.peek(), missed.peek(), Math.random()));
  };
  timer = setTimeout(loop, isDue() ? 0 : nextDelay(busy.peek(), missed.peek(), Math.random()));
  return () => clearTimeout(timer);
});
