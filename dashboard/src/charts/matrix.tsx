// Failures by stage and category: where in the pipeline which kind of death happens.
import type { DailyCount } from "../api/types";
import { CATEGORIES, CATEGORY_WORDS, STAGES, STAGE_WORDS } from "../format/words";
import { link } from "../state/location";
import { ChartFigure } from "./figure";
import { PlainTable } from "./plain-table";
import { byCategoryAndStage, shade, summary, total, type Cell } from "./tally";

const LEAST_ROW = 25;
const HEAD = 24;
const TILTED_HEAD = 48;
const LABELS = 128;
const NARROW_LABELS = 98;
const TOTALS = 92;
/** Room for the last tilted name, where there is none for totals. */
const MARGIN = 26;
const GAP = 3;
/** The darkest shade stands for no fewer than this. */
const FEW = 5;
/** Numbers in narrower columns are shortened. */
const ROOMY = 40;
/** Narrower columns have their names tilted. */
const UPRIGHT = 56;

const HEIGHT = HEAD + CATEGORIES.length * LEAST_ROW;

export function FailureMatrix({ counts }: { counts: readonly DailyCount[] }) {
  const rows = byCategoryAndStage(counts);
  return (
    <ChartFigure
      title="Failures by stage and category"
      summary={summary(rows.flat())}
      fill
      draw={(width, labelledBy, height) => <Drawing {...{ rows, width, height, labelledBy }} />}
      height={HEIGHT}
      table={<Numbers rows={rows} />}
    />
  );
}

function Drawing(props: { rows: Cell[][]; width: number; height: number; labelledBy: string }) {
  const { rows, width, height, labelledBy } = props;
  const narrow = width < 480;
  const totals = narrow ? MARGIN : TOTALS;
  const labels = narrow ? NARROW_LABELS : LABELS;
  const column = (width - labels - totals) / STAGES.length;
  const head = column < UPRIGHT ? TILTED_HEAD : HEAD;
  const most = Math.max(FEW, ...rows.flat().map((cell) => cell.count));
  const mostInRow = Math.max(1, ...rows.map(total));
  const row = (height - head) / rows.length;
  return (
    <svg
      class="matrix"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-labelledby={labelledBy}
    >
      {STAGES.map((stage, at) => (
        <StageName
          key={stage}
          word={STAGE_WORDS[stage]}
          x={labels + at * column + column / 2}
          y={head - 8}
          tilted={column < UPRIGHT}
        />
      ))}
      {rows.map((cells, at) => (
        <g key={CATEGORIES[at]} transform={`translate(0 ${head + at * row})`}>
          <text class="matrix-label" x={labels - 10} y={row / 2} text-anchor="end">
            {CATEGORY_WORDS[CATEGORIES[at]!]}
          </text>
          {cells.map((cell, index) => (
            <MatrixCell
              key={cell.stage}
              cell={cell}
              level={shade(cell.count, most)}
              x={labels + index * column}
              width={column}
              height={row}
            />
          ))}
          {!narrow && <RowTotal cells={cells} most={mostInRow} x={width - totals} height={row} />}
        </g>
      ))}
    </svg>
  );
}

function StageName(props: { word: string; x: number; y: number; tilted: boolean }) {
  const { word, x, y, tilted } = props;
  const turn = tilted
    ? { transform: `rotate(-50 ${x} ${y})`, "text-anchor": "start" as const }
    : {};
  return (
    <text class="matrix-label" x={x} y={y} text-anchor="middle" {...turn}>
      {word}
    </text>
  );
}

function MatrixCell(props: {
  cell: Cell;
  level: number;
  x: number;
  width: number;
  height: number;
}) {
  const { cell, level, x, width, height } = props;
  const { category, stage, count } = cell;
  const box = { x: x + GAP / 2, y: GAP / 2, width: width - GAP, height: height - GAP, rx: 4 };
  if (count === 0) return <rect class="matrix-cell level-0" {...box} />;
  const kind = `${CATEGORY_WORDS[category]} at ${STAGE_WORDS[stage].toLowerCase()}`;
  return (
    <a
      href={link({ view: "experiments", category, stage })}
      aria-label={`${count} ${kind}, list them`}
    >
      <rect class={`matrix-cell level-${level}`} {...box} />
      <text
        class={`matrix-count on-level-${level}`}
        x={x + width / 2}
        y={height / 2}
        text-anchor="middle"
      >
        {count.toLocaleString("en", { notation: width < ROOMY ? "compact" : "standard" })}
      </text>
    </a>
  );
}

function RowTotal(props: { cells: Cell[]; most: number; x: number; height: number }) {
  const { cells, most, x, height } = props;
  const sum = total(cells);
  const longest = TOTALS - 44;
  return (
    <g aria-hidden="true">
      <rect
        class="matrix-bar"
        x={x + 8}
        y={height / 2 - 4.5}
        height={9}
        rx={2}
        width={Math.max(sum > 0 ? 2 : 0, (longest * sum) / most)}
      />
      <text class="matrix-total" x={x + 14 + (longest * sum) / most} y={height / 2}>
        {sum}
      </text>
    </g>
  );
}

/** The matrix in numbers, with a total for each category. */
function Numbers({ rows }: { rows: Cell[][] }) {
  const names = ["Category", ...STAGES.map((stage) => STAGE_WORDS[stage]), "All"];
  return (
    <PlainTable
      label="Failures by stage and category"
      columns={names.map((name, at) => ({ name, number: at > 0 }))}
      rows={rows.map((cells, at) => [
        CATEGORY_WORDS[CATEGORIES[at]!],
        ...cells.map((cell) => cell.count),
        total(cells),
      ])}
    />
  );
}
