// Failures per day. One colour, since height says it all.
import type { Stats } from "../api/types";
import { count as plural } from "../format/text";
import { link } from "../state/location";
import { ChartFigure } from "./figure";
import { bins, type Bin } from "./tally";

const HEIGHT = 108;
const FOOT = 18;
const HEAD = 16;

export function FailureTrend({ stats }: { stats: Stats }) {
  const bars = bins(stats.counts, stats.first_day, stats.last_day);
  const unit = bars.some((bar) => bar.first !== bar.last) ? "week" : "day";
  return (
    <ChartFigure
      title={`Failures per ${unit}`}
      summary={sentence(bars, unit)}
      draw={(width, labelledBy) => <Drawing bars={bars} width={width} labelledBy={labelledBy} />}
      table={<TrendTable bars={bars} />}
    />
  );
}

function sentence(bars: readonly Bin[], unit: string): string {
  const top = bars.reduce<Bin | undefined>(
    (most, bar) => (bar.count > (most?.count ?? 0) ? bar : most),
    undefined,
  );
  if (!top) return "None.";
  return `Most in the ${unit} of ${top.first} (UTC): ${top.count}.`;
}

function Drawing(props: { bars: readonly Bin[]; width: number; labelledBy: string }) {
  const { bars, width, labelledBy } = props;
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const step = width / bars.length;
  const room = HEIGHT - FOOT - HEAD;
  const thick = Math.min(36, Math.max(1, step - Math.min(3, step / 4)));
  const floor = HEIGHT - FOOT;
  return (
    <svg
      class="trend"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="group"
      aria-labelledby={labelledBy}
    >
      <text class="trend-axis" x={0} y={9}>
        {most}
      </text>
      <line class="trend-line" x1={0} x2={width} y1={HEAD} y2={HEAD} />
      <line class="trend-line" x1={0} x2={width} y1={floor + 0.5} y2={floor + 0.5} />
      {bars.map((bar, at) => {
        const height = (room * bar.count) / most;
        if (height === 0) return null;
        return (
          <a key={bar.first} href={link({ from: bar.first, to: bar.last })} aria-label={label(bar)}>
            <rect class="trend-hit" x={at * step} y={HEAD} width={step} height={room} />
            <rect
              class="trend-bar"
              x={at * step + (step - thick) / 2}
              y={floor - Math.max(2, height)}
              width={thick}
              height={Math.max(2, height)}
              rx={Math.min(2, thick / 3)}
            />
          </a>
        );
      })}
      <text class="trend-axis" x={0} y={HEIGHT - 4}>
        {bars[0]?.first}
      </text>
      {bars.length > 1 && (
        <text class="trend-axis" x={width} y={HEIGHT - 4} text-anchor="end">
          {bars[bars.length - 1]?.last}
        </text>
      )}
    </svg>
  );
}

function label(bar: Bin): string {
  const when = bar.first === bar.last ? `on ${bar.first}` : `from ${bar.first} to ${bar.last}`;
  return `${plural(bar.count, "failure")} ${when}, show only these days`;
}

function TrendTable({ bars }: { bars: readonly Bin[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Failures over time">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">From (UTC)</th>
            <th scope="col">To</th>
            <th scope="col" class="number">
              Failures
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.first}>
              <td>{bar.first}</td>
              <td>{bar.last}</td>
              <td class="number">{bar.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
