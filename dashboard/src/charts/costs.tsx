// What asking the model costs: today against the budget, and day by day.
import type { DayBudget, Stats } from "../api/types";
import { usd } from "../format/money";
import { DayFrame, Bars } from "./day-frame";
import { DaySlots } from "./day-slots";
import { ChartFigure } from "./figure";
import { Figures } from "./figures";
import { PlainTable } from "./plain-table";
import { bins } from "./tally";

const HEIGHT = 84;

export function ModelCosts({ stats, budget }: { stats: Stats; budget: DayBudget | undefined }) {
  const costs = stats.days.map(({ day, cost_usd }) => ({ day, count: cost_usd }));
  const bars = bins(costs, stats.first_day, stats.last_day);
  const most = Math.max(...bars.map((bar) => bar.count));
  const unit = bars.some((bar) => bar.first !== bar.last) ? "week" : "day";
  return (
    <ChartFigure
      title="Model cost"
      summary={
        stats.cost_usd > 0 ? `${usd(most)} in the dearest ${unit}.` : "Nothing in these days."
      }
      height={HEIGHT}
      fill
      lead={
        <Figures
          figures={[
            ["Today", budget && <Today budget={budget} />],
            ["These days", usd(stats.cost_usd)],
            ["A failure", stats.total > 0 ? usd(stats.cost_usd / stats.total) : undefined],
          ]}
        />
      }
      draw={(width, labelledBy, height) => (
        <DayFrame {...{ bars, width, height, labelledBy }} {...(most > 0 && { most: usd(most) })}>
          {(room) => (
            <>
              <Bars values={bars.map((bar) => bar.count)} most={most} room={room} />
              <DaySlots {...{ bars, room }} describe={(bar) => usd(bar.count)} />
            </>
          )}
        </DayFrame>
      )}
      table={
        <PlainTable
          label="Model cost over time"
          columns={[{ name: "From (UTC)" }, { name: "To" }, { name: "US dollars", number: true }]}
          rows={bars.map((bar) => [bar.first, bar.last, usd(bar.count)])}
        />
      }
    />
  );
}

/** Spent today, of what may be spent. */
function Today({ budget: { spent_usd, limit_usd } }: { budget: DayBudget }) {
  const share = limit_usd > 0 ? Math.min(1, spent_usd / limit_usd) : 1;
  return (
    <>
      {usd(spent_usd)} <small>of {usd(limit_usd)}</small>
      <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="meter-room" width={100} height={4} />
        <rect class={share < 0.8 ? "meter-spent" : "meter-high"} width={100 * share} height={4} />
      </svg>
    </>
  );
}
