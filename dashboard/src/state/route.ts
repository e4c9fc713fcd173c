// The address of a view. Everything that shapes what is on screen is in it, so that a link shows
// a colleague the same, and a reload changes nothing.
import type { Category, GroupStatus, Severity, Stage, Status } from "../api/types";
import { isFingerprint, isUlid } from "../format/ids";
import { isDay, utcDay } from "../format/time";
import { CATEGORIES, SEVERITIES, STAGES, STATUSES } from "../format/words";

/** Pages about one experiment, named by `exp`; in the other views it is the one over the list. */
const OF_ONE = ["failure", "story"] as const;
export const VIEWS = [
  ...(["overview", "experiments", "groups", "compare", "learned", "parked"] as const),
  ...OF_ONE,
] as const;
export type View = (typeof VIEWS)[number];
type ViewOfOne = (typeof OF_ONE)[number];

/** True for pages about one experiment. */
export function isOfOne(view: View): view is ViewOfOne {
  return OF_ONE.some((each) => each === view);
}

export const ORDERS = ["newest", "oldest"] as const;
export type Order = (typeof ORDERS)[number];
export const GROUP_STATUSES: readonly GroupStatus[] = ["open", "regressed", "resolved", "muted"];
/** How many experiments are compared at once, at most. */
export const MOST_COMPARED = 4;
/** How many experiments are held against the rest at once, at most. */
export const MOST_SELECTED = 200;
export const PAGE_SIZES = [50, 100, 200] as const;
export const DEFAULT_PAGE_SIZE = 100;
/** How far back to look, in days; the API's own default is the longest of them. */
export const RANGES = [1, 7, 30] as const;
export const DEFAULT_RANGE = 30;

export interface Route {
  view: View;
  status?: Status;
  category?: Category;
  severity?: Severity;
  stage?: Stage;
  /** Days back from today. Ignored when `from` or `to` is given. */
  range: number;
  /** First and last UTC day, inclusive. */
  from?: string;
  to?: string;
  limit: number;
  cursor?: string;
  order: Order;
  /** Column by which the loaded page is sorted; "-" before it is descending. */
  sort?: string;
  /** The experiment that the others are held against. */
  pin?: string;
  /** What is held against the rest: see `pages/differences/selected.ts`. */
  differs?: string;
  /** The experiments compared. */
  ids: readonly string[];
  /** Which groups are listed. */
  groupStatus?: GroupStatus;
  /** The experiment, and its failure, whose detail is open. */
  experiment?: string;
  failure?: string;
  /** The group that is open. */
  group?: string;
  live: boolean;
}

export type Filters = Pick<Route, "status" | "category" | "severity" | "stage">;
/** A change to the route; undefined takes a part away. */
export type RouteChange = { [K in keyof Route]?: Route[K] | undefined };

/** Read a query string. Parts that make no sense are dropped: a wrong link still shows something. */
export function parseRoute(search: string): Route {
  const query = new URLSearchParams(search);
  const text = (key: string, valid: (value: string) => boolean) => {
    const value = query.get(key);
    return value !== null && valid(value) ? value : undefined;
  };
  const one = <T extends string>(key: string, words: readonly T[]) =>
    words.find((word) => word === query.get(key));
  const size = Number(query.get("limit"));
  const range = Number(query.get("range"));
  return without({
    view: one("view", VIEWS) ?? "overview",
    status: one("status", STATUSES),
    category: one("category", CATEGORIES),
    severity: one("severity", SEVERITIES),
    stage: one("stage", STAGES),
    range: RANGES.find((days) => days === range) ?? DEFAULT_RANGE,
    from: text("from", isDay),
    to: text("to", isDay),
    limit: PAGE_SIZES.find((known) => known === size) ?? DEFAULT_PAGE_SIZE,
    cursor: text("cursor", (value) => value.length > 0 && value.length <= 1024),
    order: one("order", ORDERS) ?? "newest",
    sort: text("sort", (value) => isSortKey(value.replace(/^-/, ""))),
    pin: text("pin", isUlid),
    differs: text("differs", isSelected),
    ids: [...new Set(query.get("ids")?.split(",").filter(isUlid))].slice(0, MOST_COMPARED),
    groupStatus: one("gstatus", GROUP_STATUSES),
    experiment: text("exp", isUlid),
    failure: text("failure", isUlid),
    group: text("group", isFingerprint),
    live: query.get("live") !== "off",
  });
}

/** Write a route as a query string, shortest first; "?" alone for the start page. */
export function formatRoute(route: Route): string {
  const query = new URLSearchParams();
  const put = (key: string, value: string | undefined) => {
    if (value !== undefined) query.set(key, value);
  };
  if (route.view !== "overview") put("view", route.view);
  put("group", route.group);
  put("gstatus", route.groupStatus);
  if (route.ids.length > 0) put("ids", route.ids.join(","));
  put("status", route.status);
  put("category", route.category);
  put("severity", route.severity);
  put("stage", route.stage);
  if (route.range !== DEFAULT_RANGE) put("range", String(route.range));
  put("from", route.from);
  put("to", route.to);
  if (route.limit !== DEFAULT_PAGE_SIZE) put("limit", String(route.limit));
  if (route.order !== "newest") put("order", route.order);
  put("sort", route.sort);
  put("cursor", route.cursor);
  put("pin", route.pin);
  put("differs", route.differs);
  if (!route.live) put("live", "off");
  put("exp", route.experiment);
  put("failure", route.failure);
  return `?${query}`;
}

/** Return the route with parts changed. A new selection starts again at its first page. */
export function changed(route: Route, change: RouteChange): Route {
  const keepsPage = Object.keys(change).every((key) => PAGE_KEEPERS.has(key));
  return without({ ...route, ...(keepsPage ? {} : { cursor: undefined }), ...change });
}

/** Return the first and last day to ask the API for. */
export function dayRange(route: Route, now: Date): { first_day?: string; last_day?: string } {
  if (route.from === undefined && route.to === undefined) {
    return { first_day: utcDay(now, route.range - 1) };
  }
  return without({ first_day: route.from, last_day: route.to });
}

/** Return the route as it will still be true tomorrow: its days by date, not by "last 7 days". */
export function absolute(route: Route, now: Date): Route {
  const { first_day: from, last_day: to = utcDay(now) } = dayRange(route, now);
  const { range, ...rest } = route;
  return { ...rest, range: DEFAULT_RANGE, to, ...(from === undefined ? {} : { from }) };
}

/** True when something narrows the list beyond its usual days. */
export function isFiltered(route: Route): boolean {
  const { status, category, severity, stage, from, to } = route;
  return [status, category, severity, stage, from, to].some((part) => part !== undefined);
}

export const NO_FILTERS = {
  status: undefined,
  category: undefined,
  severity: undefined,
  stage: undefined,
  from: undefined,
  to: undefined,
} satisfies RouteChange;

const PAGE_KEEPERS: ReadonlySet<string> = new Set([
  "experiment",
  "failure",
  "live",
  "cursor",
  "sort",
  "pin",
  "differs",
]);

/** True for a name of a column that may stand in an address. */
export function isSortKey(text: string): boolean {
  return /^[a-z0-9_]{1,64}$/.test(text);
}

/** True for "filters", for days "2026-01-30.2026-01-31", and for ids with dots between them. */
function isSelected(text: string): boolean {
  if (text === "filters") return true;
  const parts = text.split(".");
  if (parts.length === 2 && parts.every(isDay)) return true;
  return parts.length <= MOST_SELECTED && parts.every(isUlid);
}

/** Drop the parts that are undefined. */
function without<T extends object>(parts: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
