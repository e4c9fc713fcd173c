// A span of days chosen on a chart, by mouse or by keyboard. Pure but for its hook.
import { useEffect, useState } from "preact/hooks";

import type { Bin } from "./tally";

/** Two bars, by index: where choosing began, and where it is now. */
export interface Reach {
  from: number;
  to: number;
}

export interface DaySpan {
  first: string;
  last: string;
  failures: number;
}

/** Return the days that the bars from one to another cover, whichever comes first. */
export function spanOf(bars: readonly Bin[], { from, to }: Reach): DaySpan | undefined {
  const chosen = bars.slice(Math.min(from, to), Math.max(from, to) + 1);
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!first || !last) return undefined;
  const failures = chosen.reduce((sum, bar) => sum + bar.count, 0);
  return { first: first.first, last: last.last, failures };
}

export interface DayBrush {
  reach: Reach | undefined;
  choose: (reach: Reach | undefined) => void;
}

/** The span chosen on a chart; other days on the chart end the choice. */
export function useDayBrush(first: string, last: string): DayBrush {
  const [reach, choose] = useState<Reach>();
  useEffect(() => choose(undefined), [first, last]);
  return { reach, choose };
}
