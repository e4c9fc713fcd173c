// Single-key shortcuts, by what the key types, never while typing into a field.
import { signal } from "@preact/signals";

import { refresh } from "./live";
import { openDetail, route } from "./location";
import { shortcuts } from "./preferences";
import { copyLink } from "./share";
import { moveRow, neighbour, steps } from "./steps";

export const helpOpen = signal(false);

export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ["/", "Find an experiment by its id, or text in the log of an open detail"],
  ["j", "Next row, or next failure while a detail is open"],
  ["k", "Previous row, or previous failure"],
  ["Enter", "Open the row in focus"],
  ["x", "Select the row in focus, or take it out"],
  ["c", "Compare the selected experiments"],
  ["p", "Pin the row in focus as the baseline"],
  ["y", "Copy a link to what is on screen"],
  ["Esc", "Close the detail"],
  ["[", "Previous line of evidence"],
  ["]", "Next line of evidence"],
  ["n", "Next place where the text stands that was looked for in a log"],
  ["N", "Previous place where it stands"],
  ["r", "Refresh now"],
  ["?", "This help"],
];

/** What the open detail lets keys do. */
export const detailKeys = signal<{
  evidence?: (by: 1 | -1) => void;
  hit?: (by: 1 | -1) => void;
}>({});

/** What the list in view lets keys do. */
export const listKeys = signal<{
  select?: () => void;
  compare?: () => void;
  pin?: () => void;
}>({});

const ACTIONS: Record<string, () => void> = {
  "/": find,
  j: () => step(1),
  k: () => step(-1),
  "[": () => detailKeys.peek().evidence?.(-1),
  "]": () => detailKeys.peek().evidence?.(1),
  n: () => detailKeys.peek().hit?.(1),
  N: () => detailKeys.peek().hit?.(-1),
  x: () => listKeys.peek().select?.(),
  c: () => listKeys.peek().compare?.(),
  y: () => void copyLink(),
  p: () => listKeys.peek().pin?.(),
  r: refresh,
  "?": () => (helpOpen.value = true),
};

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isField(event.target)) return;
  if (shortcuts.value === "off" || helpOpen.peek()) return;
  const action = ACTIONS[event.key];
  if (action) act(event, action);
}

/** Go to the field that finds things in what is on top. */
function find(): void {
  const top = document.querySelector("dialog[open]") ?? document;
  top.querySelector<HTMLElement>("[data-find]")?.focus();
}

/** Step through the failures: move the open detail, or else the focus in the list. */
function step(by: 1 | -1): void {
  const { experiment } = route.peek();
  if (experiment === undefined) return moveRow(by);
  const next = neighbour(steps.peek(), experiment, by);
  if (next) openDetail(next.experiment, next.failure);
}

function act(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  action();
}

/** A box to tick takes no letters. */
const FIELDS = "input:not([type=checkbox]), select, textarea";

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}
