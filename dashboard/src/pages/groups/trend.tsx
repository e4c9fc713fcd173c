import type { GroupDay } from "../../api/types";
import { Bars, DayFrame } from "../../charts/day-frame";
import { ChartFigure } from "../../charts/figure";
import { PlainTable } from "../../charts/plain-table";
import { recentBars, TREND_DAYS, trendWords } from "../../charts/sparkline";

const HEIGHT = 112;
const TITLE = `Failures in the last ${TREND_DAYS} days`;

/** The last days of a group, large enough to be read off. */
export function GroupTrend({ recent }: { recent: readonly GroupDay[] }) {
  const bars = recentBars(recent, new Date());
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ChartFigure
      title={TITLE}
      summary={trendWords(bars)}
      height={HEIGHT}
      draw={(width, labelledBy) => (
        <DayFrame {...{ bars, width, labelledBy }} height={HEIGHT} most={most.toLocaleString("en")}>
          {(room) => <Bars values={bars.map((bar) => bar.count)} most={most} room={room} />}
        </DayFrame>
      )}
      table={
        <PlainTable
          label={TITLE}
          columns={[{ name: "Day (UTC)" }, { name: "Failures", number: true }]}
          rows={bars.map((bar) => [bar.first, bar.count])}
        />
      }
    />
  );
}
