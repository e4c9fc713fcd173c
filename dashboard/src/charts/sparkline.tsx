import type { GroupDay } from "../api/types";
import { count } from "../format/text";
import { utcDay } from "../format/time";
import { bins, type Bin } from "./tally";

/** What the API remembers of a group, day by day. */
export const TREND_DAYS = 14;

const STEP = 6;
const BAR = 4;
const HEIGHT = 22;

/** Return a bar for each of the last days. */
export function recentBars(recent: readonly GroupDay[], now: Date): Bin[] {
  return bins(recent, utcDay(now, TREND_DAYS - 1), utcDay(now));
}

/** Say in one sentence what the trend shows. */
export function trendWords(bars: readonly Bin[]): string {
  const all = bars.reduce((sum, bar) => sum + bar.count, 0);
  if (all === 0) return `None in the last ${TREND_DAYS} days.`;
  const top = bars.reduce((most, bar) => (bar.count >= most.count ? bar : most));
  return `${count(all, "failure")} in the last ${TREND_DAYS} days, most on ${top.first} (${top.count}).`;
}

/** The last days of a group, small enough for a row. */
export function Sparkline({ recent }: { recent: readonly GroupDay[] }) {
  const bars = recentBars(recent, new Date());
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const words = trendWords(bars);
  return (
    <svg class="sparkline" width={TREND_DAYS * STEP} height={HEIGHT} role="img" aria-label={words}>
      <title>{words}</title>
      <path class="sparkline-days" d={ground(bars)} />
      <path class="sparkline-bars" d={columns(bars, most)} />
    </svg>
  );
}

/** A dot for each day without a failure, so that gaps can be counted. */
function ground(bars: readonly Bin[]): string {
  return bars
    .map((bar, at) => (bar.count === 0 ? `M${at * STEP} ${HEIGHT - 1}h${BAR}v1h-${BAR}z` : ""))
    .join("");
}

function columns(bars: readonly Bin[], most: number): string {
  return bars
    .map((bar, at) => {
      if (bar.count === 0) return "";
      const height = Math.max(2, Math.round((HEIGHT * bar.count) / most));
      return `M${at * STEP} ${HEIGHT}v-${height}h${BAR}v${height}z`;
    })
    .join("");
}
