// The columns a list of experiments can have: those of every experiment, and one for each score.
import type { Experiment } from "../../api/types";
import { metricName, metricUnit, score } from "../../format/metrics";
import { durationS } from "../../format/time";
import { SEVERITIES, SOURCE_WORDS, STAGES, STATUS_WORDS } from "../../format/words";

type Value = number | string | undefined;

export interface Column {
  key: string;
  title: string;
  /** What stands under the title, as a rule the unit. */
  hint?: string;
  isMetric: boolean;
  isNumeric: boolean;
  /** Elements one cell of it costs; a page has a budget of them. */
  elements: number;
  /** By what the loaded page is sorted; those without a value come last. */
  sortBy: (row: Experiment) => Value;
}

const GENERAL: readonly Column[] = [
  column("started", "Started", 2, (row) => row.started_at),
  column("finished", "Finished", 2, (row) => row.finished_at),
  column("duration", "Duration", 1, (row) => durationS(row.started_at, row.finished_at), {
    isNumeric: true,
  }),
  column("status", "Status", 3, (row) => STATUS_WORDS[row.status]),
  column("stage", "Stage", 1, (row) => STAGES.indexOf(row.stage)),
  column("proposal", "Proposal", 3, (row) => row.hypothesis),
  column("analysis", "Analysis", 5, severityRank),
  column("group", "Group", 2, (row) => row.fingerprint),
  column("source", "Explained by", 1, (row) => row.source && SOURCE_WORDS[row.source]),
  column("confidence", "Confidence", 1, (row) => row.confidence, {
    hint: "0 to 1",
    isNumeric: true,
  }),
  column("parent", "Parent", 2, (row) => row.parent_id),
  column("run", "Run", 1, (row) => row.run_id),
];

/** How the scores every list is about are called where there is little room. */
const SHORT = new Map([
  ["bd_rate_vs_champion_percent", { title: "BD-rate", hint: "% vs champion" }],
]);
/** Not a score but the setting that was measured. */
const SETTINGS = new Set(["qp"]);
/** A pipeline may name scores as it likes; the most frequent ones are enough to choose from. */
const MOST_METRICS = 40;

export const DEFAULT_COLUMNS: readonly string[] = [
  ...["started", "status", "stage", "proposal"],
  ...["kbps", "psnr_y_db", "bd_rate_vs_champion_percent", "analysis"],
];

/** Elements of a row that are always there: the row, its box to tick, its id, two buttons. */
const FRAME = 7;
/**
 * Elements of one row, so that a hundred of them and the page around stay within 3,500: thirty-one,
 * and the three at least that a row with scores saves where one with an analysis has it.
 */
const ROW_BUDGET = 34;

/** True when rows of these columns keep the page quick. Scores take twice as much: Δ is one more. */
export function fits(columns: readonly Column[]): boolean {
  const cells = columns.map(({ elements, isMetric }) => (isMetric ? 2 : elements));
  return cells.reduce((sum, cell) => sum + cell, FRAME) <= ROW_BUDGET;
}

/** Return every column these experiments give a reason for, the general ones first. */
export function available(rows: readonly Experiment[], chosen: readonly string[]): Column[] {
  const found = metricsOf(rows);
  const general = new Set(GENERAL.map((column) => column.key));
  const missing = chosen.filter((key) => !general.has(key) && !found.includes(key));
  return [...GENERAL, ...[...found, ...missing].map((key) => metric(key, rows))];
}

/** Return the names of the scores in these experiments, those of most of them first. */
function metricsOf(rows: readonly Experiment[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const names = new Set([row.metrics, ...row.points].flatMap((scores) => Object.keys(scores)));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const general = new Set(GENERAL.map((column) => column.key));
  return [...counts]
    .filter(([name]) => !SETTINGS.has(name) && !general.has(name))
    .sort(([a, many], [b, more]) => more - many || a.localeCompare(b))
    .map(([name]) => name)
    .slice(0, MOST_METRICS);
}

function metric(key: string, rows: readonly Experiment[]): Column {
  const isMean = rows.every((row) => !Object.hasOwn(row.metrics, key));
  const { title, hint } = SHORT.get(key) ?? {
    title: metricName(key),
    hint: `${isMean ? "mean " : ""}${metricUnit(key)}`.trim(),
  };
  const options = { hint, isMetric: true, isNumeric: true };
  return column(key, title, 1, (row) => score(row, key), options);
}

/** The worst is the greatest. */
function severityRank(row: Experiment): Value {
  return row.severity === null ? undefined : SEVERITIES.length - SEVERITIES.indexOf(row.severity);
}

function column(
  key: string,
  title: string,
  elements: number,
  sortBy: (row: Experiment) => Value | null,
  options: Partial<Pick<Column, "hint" | "isMetric" | "isNumeric">> = {},
): Column {
  const words = { key, title, elements, isMetric: false, isNumeric: false, ...options };
  return { ...words, sortBy: (row) => sortBy(row) ?? undefined };
}
