// Sums the API's daily counters into what the charts draw. Pure.
import type { Category, DailyCount, Severity, Stage } from "../api/types";
import { count as plural } from "../format/text";
import { daysBetween } from "../format/time";
import { CATEGORIES, CATEGORY_WORDS, STAGES, STAGE_WORDS } from "../format/words";

export interface Cell {
  category: Category;
  stage: Stage;
  count: number;
}

/** One row per category, one column per stage, both in the taxonomy's order. */
export function byCategoryAndStage(counts: readonly DailyCount[]): Cell[][] {
  const sums = new Map<string, number>();
  for (const { category, stage, count } of counts) {
    const key = `${category} ${stage}`;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return CATEGORIES.map((category) =>
    STAGES.map((stage) => ({ category, stage, count: sums.get(`${category} ${stage}`) ?? 0 })),
  );
}

export function total(cells: readonly Cell[]): number {
  return sum(cells.map((cell) => cell.count));
}

/** How strongly to shade a cell: 0 for none, else 1 to 5 by the square root of its share. */
export function shade(count: number, most: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(1, Math.ceil(5 * Math.sqrt(count / most)));
}

/** Say in one sentence what the matrix shows. */
export function summary(cells: readonly Cell[]): string {
  const failures = total(cells);
  if (failures === 0) return "No failures in these days.";
  const top = cells.reduce((most, cell) => (cell.count > most.count ? cell : most));
  const kind = `${CATEGORY_WORDS[top.category].toLowerCase()} at ${STAGE_WORDS[top.stage].toLowerCase()}`;
  return `${plural(failures, "failure")}, most often ${kind} (${top.count}).`;
}

/** A day, or a week when there are too many days to draw. */
export interface Bin {
  first: string;
  last: string;
  count: number;
}

const MOST_BARS = 62;

/** Sum the counters into bars of equal length that cover all days of the range. */
export function bins(
  counts: readonly { day: string; count: number }[],
  first: string,
  last: string,
): Bin[] {
  const perDay = new Map<string, number>();
  for (const { day, count } of counts) perDay.set(day, (perDay.get(day) ?? 0) + count);
  const days = daysBetween(first, last);
  const size = days.length > MOST_BARS ? 7 : 1;
  const starts = days.filter((_, index) => index % size === 0);
  return starts.map((start, index) => {
    const within = days.slice(index * size, (index + 1) * size);
    const failures = sum(within.map((day) => perDay.get(day) ?? 0));
    return { first: start, last: within[within.length - 1] ?? start, count: failures };
  });
}

/** Count the failures that pass the filters. */
export function matching(
  counts: readonly DailyCount[],
  filter: { category?: Category; severity?: Severity; stage?: Stage },
): number {
  const passes = (counter: DailyCount) =>
    (!filter.category || counter.category === filter.category) &&
    (!filter.severity || counter.severity === filter.severity) &&
    (!filter.stage || counter.stage === filter.stage);
  return sum(counts.filter(passes).map((counter) => counter.count));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
