// What is held against the rest, as the address tells it. Pure.
import type { DifferencesQuestion } from "../../api/types";
import { count } from "../../format/text";
import { isDay } from "../../format/time";
import { filtered } from "../experiments/query";
import { dayRange, type Route } from "../../state/route";

/** The API's filters that filter nothing. */
const ALL: DifferencesQuestion["rest"] = {
  first_day: null,
  last_day: null,
  status: null,
  category: null,
  severity: null,
  stage: null,
};

/**
 * Return what to ask the API.
 *
 * `differs` is "filters" (what passes the filters, against all else in these days), a first and a
 * last day with a dot between them, or ids with dots between them (against all else that passes).
 * Undefined when it is "filters" and there are none.
 */
export function questionOf(
  differs: string,
  route: Route,
  now: Date,
): DifferencesQuestion | undefined {
  const rest = { ...ALL, ...filtered(route, now) };
  if (differs === "filters") {
    const { status, category, severity, stage } = route;
    if (!(status ?? category ?? severity ?? stage)) return undefined;
    return { selected: { ...rest, experiment_ids: [] }, rest: { ...ALL, ...dayRange(route, now) } };
  }
  const [first = "", last = ""] = differs.split(".");
  if (isDay(first)) {
    const brushed = { ...rest, first_day: first, last_day: last };
    return { selected: { ...brushed, experiment_ids: [] }, rest };
  }
  return { selected: { ...ALL, experiment_ids: differs.split(".") }, rest };
}

/** Say what the selected are. */
export function selectedWords(differs: string): string {
  if (differs === "filters") return "what passes the filters";
  const [first = "", last = ""] = differs.split(".");
  if (isDay(first)) return first === last ? `the day ${first}` : `the days ${first} to ${last}`;
  return count(differs.split(".").length, "selected experiment");
}
