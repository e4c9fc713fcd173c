// A text against the one it was made from, line by line.
import { diffLines } from "diff";

export type DiffLine =
  | { kind: "same"; before: number; after: number; text: string }
  | { kind: "removed"; before: number; text: string }
  | { kind: "added"; after: number; text: string };

/** A removed line beside the added one in its place; either may lack its other. */
export interface Pair {
  before?: DiffLine;
  after?: DiffLine;
}

const PATIENCE_MS = 500;

/** Return all lines of both texts; undefined when they differ too much to tell in time. */
export function diffOf(before: string, after: string): DiffLine[] | undefined {
  const changes = diffLines(before, after, { timeout: PATIENCE_MS });
  if (!changes) return undefined;
  let [old, fresh] = [1, 1];
  const lines: DiffLine[] = [];
  for (const { value, added, removed } of changes) {
    for (const text of linesOf(value)) {
      if (added) lines.push({ kind: "added", after: fresh++, text });
      else if (removed) lines.push({ kind: "removed", before: old++, text });
      else lines.push({ kind: "same", before: old++, after: fresh++, text });
    }
  }
  return lines;
}

/** Return a text that is compared with nothing in the same form. */
export function unchanged(text: string): DiffLine[] {
  return linesOf(text).map((line, at) => ({
    kind: "same",
    before: at + 1,
    after: at + 1,
    text: line,
  }));
}

/** Return the lines of a text; a line end at its end starts no further line. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Return the indices of what changed. */
export function changesOf(lines: readonly DiffLine[]): number[] {
  return lines.flatMap(({ kind }, at) => (kind === "same" ? [] : [at]));
}

/** Return the lines side by side: what was removed stands beside what came in its place. */
export function pairs(lines: readonly DiffLine[]): Pair[] {
  const rows: Pair[] = [];
  let waiting = 0; // index of the first row of this change that lacks an added line
  for (const line of lines) {
    if (line.kind === "added") {
      if (waiting < rows.length) rows[waiting]!.after = line;
      else rows.push({ after: line });
      waiting += 1;
    } else {
      rows.push(line.kind === "same" ? { before: line, after: line } : { before: line });
      if (line.kind === "same") waiting = rows.length;
    }
  }
  return rows;
}
