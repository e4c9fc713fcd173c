// Who explained the failures: what was remembered costs nothing, what people said outranks all.
import type { Source, Stats } from "../api/types";
import { count as plural } from "../format/text";
import { SOURCE_WORDS } from "../format/words";
import { ChartFigure } from "./figure";
import { PlainTable } from "./plain-table";

const SOURCES = Object.keys(SOURCE_WORDS) as Source[];
const ROW = 36;
const BAR = 8;
const HEIGHT = SOURCES.length * ROW;

export function DiagnosisSources({ stats }: { stats: Stats }) {
  const counts = SOURCES.map((source) => stats.by_source[source] ?? 0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return (
    <ChartFigure
      title="Diagnoses by source"
      summary={all > 0 ? `Of ${plural(all, "failure")}.` : "No diagnoses in these days."}
      height={HEIGHT}
      draw={(width, labelledBy) => (
        <svg width={width} height={HEIGHT} role="group" aria-labelledby={labelledBy}>
          {SOURCES.map((source, at) => (
            <g key={source} transform={`translate(0 ${at * ROW})`}>
              <Row name={SOURCE_WORDS[source]} count={counts[at]!} all={all} width={width} />
            </g>
          ))}
        </svg>
      )}
      table={
        <PlainTable
          label="Diagnoses by source and day"
          columns={[
            { name: "Day (UTC)" },
            ...SOURCES.map((source) => ({ name: SOURCE_WORDS[source], number: true })),
          ]}
          rows={[
            ["All", ...counts],
            ...stats.days.map(({ day, by_source }) => [
              day,
              ...SOURCES.map((source) => by_source[source] ?? 0),
            ]),
          ]}
        />
      }
    />
  );
}

function Row(props: { name: string; count: number; all: number; width: number }) {
  const { name, count, all, width } = props;
  const share = all > 0 ? count / all : 0;
  return (
    <>
      <text class="label" y={15}>
        {name}
      </text>
      <text x={width} y={15} text-anchor="end">
        {count.toLocaleString("en")}
        {all > 0 && ` · ${percent(share)}`}
      </text>
      <rect class="source-room" y={22} width={width} height={BAR} rx={BAR / 2} />
      {count > 0 && (
        <rect
          class="day-bar"
          y={22}
          width={Math.max(BAR, width * share)}
          height={BAR}
          rx={BAR / 2}
        />
      )}
    </>
  );
}

/** A share in whole percent; what is there is never told as none, nor a part as all. */
function percent(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}
