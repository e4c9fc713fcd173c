// What is told of the experiments compared, one fact a row. Pure.
import type { Experiment } from "../../api/types";
import { shortFingerprint, shortId } from "../../format/ids";
import {
  metricDelta,
  metricGoal,
  metricName,
  metricNumber,
  metricUnit,
  score,
} from "../../format/metrics";
import { visible } from "../../format/text";
import { duration, durationS, timestamp, type Zone } from "../../format/time";
import { CATEGORY_WORDS, SEVERITY_WORDS, STAGE_WORDS, STATUS_WORDS } from "../../format/words";

export interface Cell {
  /** As it is shown; undefined where an experiment has none. */
  text: string | undefined;
  /** What is copied in its place: the whole of an id. */
  full?: string;
  /** How it differs from the baseline's. */
  delta?: string;
  /** None of the others is better. */
  best?: boolean;
}

export interface Fact {
  key: string;
  name: string;
  unit: string;
  cells: readonly Cell[];
  /** Not all experiments agree. */
  differs: boolean;
}

/** The compared in their order; undefined is one still to come. */
export type Column = Experiment | undefined;

type Tell = (experiment: Experiment) => string | null | undefined;
/** Shortens what is told to what is shown. */
type Shorten = (full: string) => string;

/** Return what each experiment was: its parameters and its fate. */
export function parameters(compared: readonly Column[], zone: Zone): Fact[] {
  const told: readonly (readonly [string, Tell, Shorten?])[] = [
    ["Status", ({ status }) => STATUS_WORDS[status]],
    ["Stage", ({ stage }) => STAGE_WORDS[stage]],
    ["Proposer", ({ proposer }) => visible(proposer)],
    ["Proposal", ({ hypothesis }) => visible(hypothesis)],
    ["Operator", ({ operator }) => visible(operator)],
    ["Expected", ({ expected_effect: effect }) => visible(effect)],
    ["Parent", ({ parent_id }) => parent_id, shortId],
    ["Crossed with", ({ mate_id }) => mate_id, shortId],
    ["Run", ({ run_id }) => run_id, shortId],
    ["Code", ({ code }) => code?.sha256, (sha256) => sha256.slice(0, 12)],
    ["Started", ({ started_at: at }) => timestamp(at, zone)],
    ["Duration", ({ started_at: from, finished_at: to }) => lasted(durationS(from, to))],
    ["Category", ({ category }) => category && CATEGORY_WORDS[category]],
    ["Severity", ({ severity }) => severity && SEVERITY_WORDS[severity]],
    ["Group", ({ fingerprint }) => fingerprint, shortFingerprint],
  ];
  const facts = told.map(([name, tell, shorten]) => {
    const cells = compared.map((one): Cell => {
      const full = (one && tell(one)) || undefined;
      return full && shorten ? { text: shorten(full), full } : { text: full };
    });
    return { key: name, name, unit: "", cells, differs: differ(compared, cells) };
  });
  return facts.filter(({ cells }) => cells.some(({ text }) => text !== undefined));
}

/** Return the scores of each, against those of the baseline. */
export function scores(compared: readonly Column[], baseline: Column): Fact[] {
  return namesOf(compared).map((key) => {
    const values = compared.map((one) => one && score(one, key));
    const [base, best] = [baseline && score(baseline, key), bestOf(key, values)];
    const cells = values.map((value): Cell => {
      if (value === undefined) return { text: undefined };
      const isOther = base !== undefined && base !== value;
      return {
        text: metricNumber(key, value),
        ...(isOther && { delta: metricDelta(key, value, base) }),
        ...(value === best && { best: true }),
      };
    });
    const unit = metricUnit(key);
    return { key, name: visible(metricName(key)), unit, cells, differs: differ(compared, cells) };
  });
}

/** Return the names of all scores, those that most experiments have first. */
function namesOf(compared: readonly Column[]): string[] {
  const counts = new Map<string, number>();
  for (const { metrics, points } of compared.flatMap((one) => one ?? [])) {
    const names = new Set([metrics, ...points].flatMap((some) => Object.keys(some)));
    names.delete("qp"); // the setting, not a score
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || a.localeCompare(b))
    .map(([name]) => name);
}

/** Return the best value; undefined where there is nothing to choose, or no better and worse. */
function bestOf(key: string, values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  const goal = metricGoal(key);
  if (!goal || new Set(known).size < 2) return undefined;
  return goal === "least" ? Math.min(...known) : Math.max(...known);
}

function differ(compared: readonly Column[], cells: readonly Cell[]): boolean {
  const known = cells.filter((_, at) => compared[at]);
  return new Set(known.map(({ text, full }) => full ?? text)).size > 1;
}

function lasted(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : duration(seconds);
}
