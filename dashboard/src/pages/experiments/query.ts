import type { ExperimentFilter } from "../../api/types";
import { dayRange, type Filters, type Route } from "../../state/route";

/** Return the days and filters of a route, as the API takes them. */
export function filtered(route: Route, now: Date): Filters & ReturnType<typeof dayRange> {
  const { status, category, severity, stage } = route;
  return {
    ...dayRange(route, now),
    ...(status && { status }),
    ...(category && { category }),
    ...(severity && { severity }),
    ...(stage && { stage }),
  };
}

/** Return what to ask the API for the page of a route. */
export function listed(route: Route, now: Date): ExperimentFilter {
  const { limit, cursor, order } = route;
  return {
    ...filtered(route, now),
    limit,
    ...(order !== "newest" && { order }),
    ...(cursor && { cursor }),
  };
}
