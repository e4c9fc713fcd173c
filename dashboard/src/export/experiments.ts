// Experiments as a table: one a line, times in ISO 8601 and UTC, the unit in each head.
import type { Experiment } from "../api/types";
import { metricRawUnit, score } from "../format/metrics";
import { durationS } from "../format/time";
import { csv, type Cell } from "./csv";

const FIELDS: readonly (readonly [string, (of: Experiment) => Cell])[] = [
  ["experiment_id", (of) => of.experiment_id],
  ["run_id", (of) => of.run_id],
  ["parent_id", (of) => of.parent_id],
  ["mate_id", (of) => of.mate_id],
  ["status", (of) => of.status],
  ["stage", (of) => of.stage],
  ["started_at [UTC]", (of) => of.started_at],
  ["finished_at [UTC]", (of) => of.finished_at],
  ["duration [s]", (of) => durationS(of.started_at, of.finished_at)],
  ["proposer", (of) => of.proposer],
  ["hypothesis", (of) => of.hypothesis],
  ["failure_id", (of) => of.failure_id],
  ["category", (of) => of.category],
  ["severity", (of) => of.severity],
  ["root_cause", (of) => of.root_cause],
  ["group", (of) => of.fingerprint],
  ["explained_by", (of) => of.source],
  ["confidence [0 to 1]", (of) => of.confidence],
];

/** Return the experiments as CSV, with a column for every score that any of them has. */
export function experimentsCsv(experiments: readonly Experiment[]): string {
  const judged = names(experiments.map((one) => one.metrics));
  const measured = names(experiments.flatMap((one) => one.points)).filter(
    (name) => !judged.includes(name),
  );
  const head = [
    ...FIELDS.map(([name]) => name),
    ...judged.map((name) => withUnit(name, name)),
    ...measured.map((name) => withUnit(`mean_${name}`, name)),
  ];
  const rows = experiments.map((one) => [
    ...FIELDS.map(([, value]) => value(one)),
    ...[...judged, ...measured].map((name) => score(one, name)),
  ]);
  return csv(head, rows);
}

/** Return everything the API tells of the experiments, and what was asked for, as JSON. */
export function experimentsJson(
  experiments: readonly Experiment[],
  asked: object,
  now: Date,
): string {
  const told = { exported_at: now.toISOString(), filter: asked, count: experiments.length };
  return `${JSON.stringify({ ...told, experiments }, null, 1)}\n`;
}

function names(scores: readonly Record<string, number>[]): string[] {
  return [...new Set(scores.flatMap((one) => Object.keys(one)))].sort();
}

function withUnit(head: string, name: string): string {
  const unit = metricRawUnit(name);
  return unit ? `${head} [${unit}]` : head;
}
