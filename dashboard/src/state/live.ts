// Live refresh: when to poll, and when to let the reader be.
import { computed, effect, signal } from "@preact/signals";

import { route } from "./location";
import { BUSY_MS, CALM_MS, isStale, nextDelay } from "./polling";
import { session } from "./session";
import { checkedAt, missed, poll } from "./version";

/** Counts the reloads a person asked for. */
export const refreshes = signal(0);
/** Set by the list in view: something is going on, so look more often. */
export const busy = signal(false);
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
  let stopped = false;
  const wait = () => nextDelay(busy.peek(), missed.peek(), Math.random());
  const loop = async () => {
    if (!selecting()) await poll();
    if (!stopped) timer = setTimeout(loop, wait());
  };
  timer = setTimeout(loop, isDue() ? 0 : wait());
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
});
