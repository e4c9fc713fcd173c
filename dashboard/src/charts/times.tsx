// How long failures wait for their diagnosis: for each day, from the median to the slowest percent.
import type { Stats } from "../api/types";
import { count as plural } from "../format/text";
import { daysBetween, duration } from "../format/time";
import { DayFrame, type DayRoom } from "./day-frame";
import { DaySlots } from "./day-slots";
import { ChartFigure } from "./figure";
import { Figures } from "./figures";
import { PlainTable } from "./plain-table";
import { logarithmic, logTicks, type Scale } from "./scale";

type Day = Stats["days"][number];
type Times = NonNullable<Stats["time_to_diagnosis"]>;
type Timed = Day & { time_to_diagnosis: Times };

const HEIGHT = 84;
const GUTTER = 46;
const MOST_TICKS = 4;
/** Half the length of the stroke at p95. */
const STROKE = 3;

export function DiagnosisTimes({ stats }: { stats: Stats }) {
  const whole = stats.time_to_diagnosis;
  const timed = stats.days.filter((day): day is Timed => day.time_to_diagnosis !== null);
  return (
    <ChartFigure
      title="Time to diagnosis"
      summary={whole ? `Of ${plural(whole.count, "failure")}.` : "No diagnoses in these days."}
      height={HEIGHT}
      fill
      lead={
        <Figures
          figures={[
            ["p50", whole && duration(whole.p50_s)],
            ["p95", whole && duration(whole.p95_s)],
            ["p99", whole && duration(whole.p99_s)],
          ]}
        />
      }
      draw={(width, labelledBy, height) => (
        <Drawing {...{ stats, timed, width, height, labelledBy }} />
      )}
      table={<Numbers timed={timed} />}
    />
  );
}

function Drawing(props: {
  stats: Stats;
  timed: Timed[];
  width: number;
  height: number;
  labelledBy: string;
}) {
  const { stats, timed, width, height, labelledBy } = props;
  const byDay = new Map(timed.map((day) => [day.day, day.time_to_diagnosis]));
  const days = daysBetween(stats.first_day, stats.last_day);
  const bars = days.map((day) => ({ first: day, last: day, count: byDay.get(day)?.count ?? 0 }));
  return (
    <DayFrame {...{ bars, width, height, labelledBy }} gutter={GUTTER}>
      {(room) => (
        <>
          {timed.length > 0 && <Marks times={days.map((day) => byDay.get(day))} room={room} />}
          <DaySlots {...{ bars, room }} describe={(bar) => told(byDay.get(bar.first))} />
        </>
      )}
    </DayFrame>
  );
}

function Marks({ times, room }: { times: readonly (Times | undefined)[]; room: DayRoom }) {
  const known = times.filter((day) => day !== undefined);
  // A diagnosis out of memory takes no time to speak of, which has no logarithm.
  const least = Math.max(0.001, Math.min(...known.map((day) => day.p50_s)) / 1.25);
  const most = Math.max(least * 10, ...known.map((day) => day.p99_s * 1.25));
  const even = logarithmic([least, most], [room.floor, room.top]);
  const y: Scale = (seconds) => even(Math.max(least, seconds));
  const paths = times.map((day, at) => {
    if (!day) return "";
    const x = room.left + (at + 0.5) * room.step;
    const stroke = Math.min(STROKE, room.step / 2);
    return (
      `M${x} ${y(day.p50_s)}V${y(day.p99_s)}` +
      `M${x - stroke} ${y(day.p95_s)}h${2 * stroke}M${x - stroke / 2} ${y(day.p99_s)}h${stroke}`
    );
  });
  return (
    <g aria-hidden="true">
      {logTicks([least, most], MOST_TICKS).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line class="grid" x1={room.left} x2={room.right} y1={0} y2={0} />
          <text class="note tick" x={room.left - 6} text-anchor="end">
            {tickWords(tick)}
          </text>
        </g>
      ))}
      <path class="time-range" d={paths.join("")} />
      {times.map(
        (day, at) =>
          day && (
            <circle
              key={at}
              class="time-median"
              cx={room.left + (at + 0.5) * room.step}
              cy={y(day.p50_s)}
              r={Math.min(2.5, room.step / 2)}
            />
          ),
      )}
    </g>
  );
}

/** Ticks are round numbers: "100 ms", "10 s", "1,000 s". */
function tickWords(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toLocaleString("en")} s`;
}

function told(times: Times | undefined): string {
  if (!times) return "No diagnosis";
  const { p50_s, p95_s, p99_s } = times;
  return `p50 ${duration(p50_s)}, p95 ${duration(p95_s)}, p99 ${duration(p99_s)}`;
}

function Numbers({ timed }: { timed: readonly Timed[] }) {
  const percentiles = ["p50", "p95", "p99"].map((name) => ({ name, number: true }));
  return (
    <PlainTable
      label="Time to diagnosis by day"
      columns={[{ name: "Day (UTC)" }, { name: "Diagnoses", number: true }, ...percentiles]}
      rows={timed.map(({ day, time_to_diagnosis: { count, p50_s, p95_s, p99_s } }) => [
        day,
        count,
        ...[p50_s, p95_s, p99_s].map(duration),
      ])}
    />
  );
}
