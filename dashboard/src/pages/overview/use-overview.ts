import { getCurves, getStats, listNewGroups } from "../../api/endpoints";
import type { Curves, NewGroups, Stats } from "../../api/types";
import { refreshes } from "../../state/live";
import { useResource, type Resource } from "../../state/resource";
import { dayRange, isFiltered, type Route } from "../../state/route";
import { changes } from "../../state/version";
import type { CurrentListing } from "../experiments/use-listing";
import { useLatest } from "./latest";
import { MOST_GROUPS } from "./new-groups";

export interface Parts {
  stats: Resource<Stats>;
  curves: Resource<Curves>;
  groups: Resource<NewGroups>;
  latest: CurrentListing;
}

/** What the page shows of the days of a route, all asked for at once. */
export function useOverview(route: Route): Parts {
  const days = dayRange(route, new Date());
  const key = JSON.stringify(days);
  const trigger = `${changes.value} ${refreshes.value}`;
  return {
    stats: useResource(key, (signal) => getStats(days, signal), trigger),
    curves: useResource(key, (signal) => getCurves(days, signal), trigger),
    groups: useResource(
      key,
      (signal) => listNewGroups({ ...days, limit: MOST_GROUPS }, signal),
      trigger,
    ),
    latest: useLatest(route),
  };
}

/** True when it is certain that nothing has happened yet. */
export function isEmpty({ stats, curves, latest }: Parts, route: Route): boolean {
  const known = [stats.data?.total, curves.data?.adopted.length, latest.page.data?.items.length];
  return known.every((number) => number === 0) && !isFiltered(route);
}
