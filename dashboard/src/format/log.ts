// A numbered log: what there is of it, how a line is shown, and what is marked in it. Pure.
import type { Evidence } from "../api/types";
import { visible } from "./text";

/** Lines that follow each other. */
export interface Piece {
  /** Number of the first line, counted from 1. */
  first: number;
  lines: readonly string[];
}

/** What is there of a log; between its pieces, lines are missing. */
export interface LogText {
  /** How many lines the whole log has. */
  total: number;
  pieces: readonly Piece[];
}

/** The most characters of a line that are drawn. */
export const LONGEST = 2_000;

/** Return a raw line as a terminal would leave it: of what was redrawn, the last drawing. */
export function lineShown(raw: string): string {
  const drawings = raw.split("\r").filter((drawing) => drawing.trim() !== "");
  return visible(drawings.at(-1) ?? "");
}

/** Return the part of a log that came with its failure. */
export function logWindow(log: {
  first_line: number;
  total_lines: number;
  lines: string[];
}): LogText {
  const lines = log.lines.map(lineShown);
  return { total: log.total_lines, pieces: lines.length ? [{ first: log.first_line, lines }] : [] };
}

/**
 * Return a log with the lines that were fetched since.
 *
 * @param text the log, or, when it is `truncated`, its start
 */
export function completed(part: LogText, text: string, truncated: boolean): LogText {
  const lines = text.replace(/\n$/, "").split("\n").map(lineShown);
  if (truncated) lines.pop(); // it may be cut anywhere
  const start: Piece = { first: 1, lines };
  if (!truncated) return { total: lines.length, pieces: [start] };
  const known = lines.length;
  const rest = part.pieces
    .map(({ first, lines }) => {
      const told = Math.max(0, known + 1 - first);
      return { first: first + told, lines: lines.slice(told) };
    })
    .filter((piece) => piece.lines.length > 0);
  return { total: Math.max(part.total, known), pieces: [start, ...rest] };
}

/** Return the text of a line by its number. */
export function lineAt({ pieces }: LogText, number: number): string | undefined {
  const piece = pieces.find(({ first, lines }) => first <= number && number < first + lines.length);
  return piece?.lines[number - piece.first];
}

/** A line too long to draw, cut to the part that matters. */
export interface Excerpt {
  /** Characters left out before it. */
  before: number;
  text: string;
  /** Characters left out after it. */
  after: number;
}

/** Return at most `LONGEST` characters of a line, among them those at `at`. */
export function excerpt(line: string, at: number): Excerpt {
  const latest = Math.max(0, line.length - LONGEST);
  const before = at < LONGEST ? 0 : Math.min(latest, at - LONGEST / 4);
  const text = line.slice(before, before + LONGEST);
  return { before, text, after: line.length - before - text.length };
}

/** Split a text around the first place where the quote stands in it. */
export function aroundQuote(text: string, quote: string): readonly [string, string, string] {
  const at = placeOf(text, quote);
  if (at < 0) return [text, "", ""];
  const end = at + sought(quote).length;
  return [text.slice(0, at), text.slice(at, end), text.slice(end)];
}

/** Return where a quote stands in a line; -1 when it does not. */
export function placeOf(line: string, quote: string): number {
  return sought(quote) === "" ? -1 : line.indexOf(sought(quote));
}

function sought(quote: string): string {
  return visible(quote).trim();
}

/** Return the evidence in the order of the log, each line once. */
export function citedLines(evidence: readonly Evidence[]): Evidence[] {
  const byLine = new Map(evidence.map((item) => [item.line, item]));
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** Return the index, among the lines that are there, of a line or the next one after it. */
export function indexOfLine({ pieces }: LogText, number: number): number {
  let index = 0;
  for (const { first, lines } of pieces) {
    if (number < first + lines.length) return index + Math.max(0, number - first);
    index += lines.length;
  }
  return index;
}

/** Return the number of the line at an index among those that are there. */
export function numberOfIndex({ pieces }: LogText, index: number): number {
  let rest = index;
  for (const { first, lines } of pieces) {
    if (rest < lines.length) return first + rest;
    rest -= lines.length;
  }
  throw new RangeError(`the log has no line at index ${index}`);
}
