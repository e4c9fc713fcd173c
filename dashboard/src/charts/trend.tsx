// Failures per day. One colour, since height says it all.
import type { Stats } from "../api/types";
import { Icon } from "../components/icon";
import { count as plural } from "../format/text";
import { link } from "../state/location";
import { DaySlots } from "./day-slots";
import { spanOf, useDayBrush, type DayBrush, type DaySpan } from "./day-span";
import { Bars, DayFrame } from "./day-frame";
import { ChartFigure } from "./figure";
import { PlainTable } from "./plain-table";
import { bins, type Bin } from "./tally";

const HEIGHT = 96;

export function FailureTrend({ stats }: { stats: Stats }) {
  const bars = bins(stats.counts, stats.first_day, stats.last_day);
  const unit = bars.some((bar) => bar.first !== bar.last) ? "week" : "day";
  const brush = useDayBrush(stats.first_day, stats.last_day);
  const span = brush.reach && spanOf(bars, brush.reach);
  return (
    <ChartFigure
      title={`Failures per ${unit}`}
      summary={sentence(bars, unit)}
      height={HEIGHT}
      fill
      draw={(width, labelledBy, height) => (
        <Drawing {...{ bars, width, height, labelledBy, brush }} />
      )}
      legend={<SpanChoice span={span} clear={() => brush.choose(undefined)} />}
      table={<Numbers bars={bars} />}
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

function Drawing(props: {
  bars: readonly Bin[];
  width: number;
  height: number;
  labelledBy: string;
  brush: DayBrush;
}) {
  const { bars, width, height, labelledBy, brush } = props;
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <DayFrame {...{ bars, width, height, labelledBy }} most={most.toLocaleString("en")}>
      {(room) => (
        <>
          <Bars values={bars.map((bar) => bar.count)} most={most} room={room} />
          <DaySlots {...{ bars, room, brush }} describe={(bar) => plural(bar.count, "failure")} />
        </>
      )}
    </DayFrame>
  );
}

function Numbers({ bars }: { bars: readonly Bin[] }) {
  return (
    <PlainTable
      label="Failures over time"
      columns={[{ name: "From (UTC)" }, { name: "To" }, { name: "Failures", number: true }]}
      rows={bars.map((bar) => [bar.first, bar.last, bar.count])}
    />
  );
}

/** What to do with the days chosen, or how to choose some. */
function SpanChoice({ span, clear }: { span: DaySpan | undefined; clear: () => void }) {
  if (!span) {
    return (
      <p class="brush-line">
        Drag across days, or hold Shift with the arrow keys, to choose a span.
      </p>
    );
  }
  const { first, last, failures } = span;
  return (
    <div class="brush-line" role="group" aria-label="The chosen days">
      <span>
        <strong>{first === last ? first : `${first} – ${last}`}</strong>:{" "}
        {plural(failures, "failure")}
      </span>
      <a href={link({ from: first, to: last })}>Only these days</a>
      <a href={link({ view: "experiments", differs: `${first}.${last}` })}>What differs?</a>
      <button type="button" class="icon-button" aria-label="Choose no days" onClick={clear}>
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
