// Which lines of a long log to draw, and what to mark in them. Pure.
import type { Evidence } from "../api/types";
import { visible } from "./text";

/** A run of lines by index, end exclusive. */
export interface Slice {
  from: number;
  to: number;
}

/** Logs up to this many lines are drawn whole. */
export const WHOLE = 1_000;
const AROUND = 100;
const END = 200;

/**
 * Return the runs of lines to draw, in order and without overlap.
 *
 * A long log is drawn around its evidence and at its end; the reader opens more.
 *
 * @param total number of lines
 * @param centres indices of the lines that matter
 * @param opened runs the reader asked for
 */
export function drawnSlices(
  total: number,
  centres: readonly number[],
  opened: readonly Slice[],
): Slice[] {
  if (total <= WHOLE) return total === 0 ? [] : [{ from: 0, to: total }];
  const wanted = [
    ...centres.map((centre) => ({ from: centre - AROUND, to: centre + AROUND + 1 })),
    { from: total - END, to: total },
    ...opened,
  ];
  const inside = wanted
    .map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(total, to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  return inside.reduce<Slice[]>((merged, next) => {
    const last = merged.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else merged.push({ ...next });
    return merged;
  }, []);
}

/** Return the runs between the drawn ones. */
export function hiddenSlices(total: number, drawn: readonly Slice[]): Slice[] {
  const edges = [0, ...drawn.flatMap(({ from, to }) => [from, to]), total];
  const gaps: Slice[] = [];
  for (let at = 0; at + 1 < edges.length; at += 2)
    gaps.push({ from: edges[at]!, to: edges[at + 1]! });
  return gaps.filter(({ from, to }) => from < to);
}

/** A stretch of a line; `marked` when it is quoted as evidence. */
export interface Stretch {
  text: string;
  marked: boolean;
}

/** Split a line at the first place where the quote stands in it. */
export function marked(line: string, quote: string): Stretch[] {
  const [text, sought] = [visible(line), visible(quote).trim()];
  const at = sought === "" ? -1 : text.indexOf(sought);
  if (at < 0) return [{ text, marked: false }];
  return [
    { text: text.slice(0, at), marked: false },
    { text: sought, marked: true },
    { text: text.slice(at + sought.length), marked: false },
  ].filter((stretch) => stretch.text !== "");
}

/** Return the evidence in the order of the log, each line once. */
export function citedLines(evidence: readonly Evidence[]): Evidence[] {
  const byLine = new Map(evidence.map((item) => [item.line, item]));
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** Return the line number a hash like "#L372" points at. */
export function lineOf(hash: string): number | undefined {
  const digits = /^#L(\d{1,9})$/.exec(hash)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
