// In which order the loaded rows stand. Pure.
import type { Experiment } from "../../api/types";
import type { Column } from "./columns";

export interface Sort {
  column: Column;
  descending: boolean;
}

/** Read "bd_rate" or "-bd_rate" from the address; undefined when there is no such column. */
export function sortOf(text: string | undefined, columns: readonly Column[]): Sort | undefined {
  const descending = text?.startsWith("-") ?? false;
  const key = descending ? text?.slice(1) : text;
  const column = columns.find((candidate) => candidate.key === key);
  return column && { column, descending };
}

/** Return what comes after a press on a column's head: up, then down, then as the API has it. */
export function nextSort(current: Sort | undefined, key: string): string | undefined {
  if (current?.column.key !== key) return key;
  return current.descending ? undefined : `-${key}`;
}

/** Return the rows sorted; rows without a value come last either way, equal ones stay. */
export function sorted(rows: readonly Experiment[], sort: Sort | undefined): readonly Experiment[] {
  if (!sort) return rows;
  const { sortBy } = sort.column;
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => compare(sortBy(a), sortBy(b), sign));
}

function compare(
  a: number | string | undefined,
  b: number | string | undefined,
  sign: 1 | -1,
): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * String(a).localeCompare(String(b), "en");
}

/**
 * Return fresh rows in an order that was there before, so that no row jumps while it is read.
 * Undefined when that order does not know one of them.
 */
export function reordered(
  rows: readonly Experiment[],
  before: readonly string[],
): readonly Experiment[] | undefined {
  const fresh = new Map(rows.map((row) => [row.experiment_id, row]));
  const kept = before.flatMap((id) => fresh.get(id) ?? []);
  return kept.length === rows.length ? kept : undefined;
}
