// Ties the route to the browser's address bar and history.
import { computed, effect, signal } from "@preact/signals";

import { shortFingerprint, shortId } from "../format/ids";
import { changed, formatRoute, parseRoute, type Route, type RouteChange } from "./route";

const search = signal(location.search);
/** "#L372" names a log line, "#L372-L380" several, "#C12" a line of the code: see `format/lines.ts`. */
export const hash = signal(location.hash);
export const route = computed(() => parseRoute(search.value));
const behindDetail = computed(() => behind(route.value));
/** The route of the view behind a detail: the same object whatever detail opens and closes. */
export const background = computed(() => parseRoute(behindDetail.value));

/** What a history entry remembers beyond its address. */
interface Entry {
  /** Cursors of the pages before this one, first page first ("" is the first page). */
  trail?: string[];
  /** A detail was opened from here, so Back closes it. */
  opened?: boolean;
}

export const entry = signal<Entry>(readEntry());

addEventListener("popstate", sync);
addEventListener("hashchange", sync);

/** Return the address of the present view with parts changed. */
export function link(change: RouteChange): string {
  // A row that leads to its own detail need not be drawn anew when another one opens.
  const namesDetail = "experiment" in change && "failure" in change;
  return formatRoute(changed(namesDetail ? background.value : route.value, change));
}

/** Go to the present view with parts changed. */
export function go(change: RouteChange, how: { replace?: boolean; entry?: Entry } = {}): void {
  visit(link(change), how);
}

/** Go to an address of ours. */
export function visit(address: string, how: { replace?: boolean; entry?: Entry } = {}): void {
  const state: Entry = how.entry ?? (how.replace ? entry.peek() : {});
  if (how.replace) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
  sync();
}

/** Point at lines without a new history entry: Back should close, not scroll. */
export function point(at: string): void {
  history.replaceState(history.state, "", `${location.search}${at}`);
  sync();
}

/** Open a detail; Back then closes it. Within an open detail, step in place. */
export function openDetail(experiment: string, failure: string | undefined): void {
  const stepping = route.peek().experiment !== undefined;
  go(
    { experiment, failure },
    stepping ? { replace: true } : { entry: { ...entry.peek(), opened: true } },
  );
}

/** Close the detail as Back would, or, on a deep link, by going to the list behind it. */
export function closeDetail(): void {
  if (route.peek().experiment === undefined) return;
  if (entry.peek().opened) history.back();
  else go({ experiment: undefined, failure: undefined }, { replace: true });
}

/** Follow plain clicks on links into our own views without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = event.target instanceof Element ? event.target.closest("a") : null;
  const href = anchor?.getAttribute("href");
  if (!href?.startsWith("?")) return;
  event.preventDefault();
  const target = parseRoute(href);
  const opens = target.experiment !== undefined && target.view !== "story";
  if (opens && behind(target) === behind(route.peek())) {
    openDetail(target.experiment!, target.failure);
  } else visit(href);
}

/** The address of the view behind a detail. */
function behind(of: Route): string {
  return formatRoute(changed(of, { experiment: undefined, failure: undefined }));
}

function sync(): void {
  search.value = location.search;
  hash.value = location.hash;
  entry.value = readEntry();
}

function readEntry(): Entry {
  return typeof history.state === "object" && history.state !== null
    ? (history.state as Entry)
    : {};
}

effect(() => {
  const { view, experiment, group } = route.value;
  const name = view[0]!.toUpperCase() + view.slice(1);
  const place = experiment
    ? `Experiment ${shortId(experiment)}`
    : view === "groups" && group
      ? `Group ${shortFingerprint(group)}`
      : name;
  document.title = `${place} · Errata`;
});
