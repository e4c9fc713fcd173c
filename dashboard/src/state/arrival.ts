// Arriving at another page. Its heading takes the focus, so that a keyboard and a screen reader go
// on from there instead of from a link that is no more.
import { effect } from "@preact/signals";

import { announce } from "./announce";
import { route } from "./location";
import type { Route } from "./route";

/** What had the focus when a page was left for one whose heading is still to come. */
let pending: { focused: Element | null } | undefined;
let here: Route | undefined;
let before: Route | undefined;

effect(() => {
  const next = route.value;
  if (here !== undefined && placeOf(here) !== placeOf(next)) {
    pending = { focused: document.activeElement };
    before = here;
  }
  here = next;
});

/** Return the route of the page that was left for this one. */
export function cameFrom(): Route | undefined {
  return before;
}

/** Give the focus to the heading of a page just arrived at, unless it has moved on meanwhile. */
export function arrive(heading: HTMLElement): void {
  if (pending === undefined) return;
  const { activeElement: focused, body } = document;
  const waits = focused === null || focused === body || focused === pending.focused;
  pending = undefined;
  if (waits) heading.focus();
  announce(`Page: ${heading.textContent}`);
}

function placeOf({ view, group }: Route): string {
  return `${view} ${group}`;
}
