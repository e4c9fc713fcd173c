// A candidate against the code it was made from, cut down to what changed.
import { diffLines } from "diff";

export type DiffLine =
  | { kind: "same"; before: number; after: number; text: string }
  | { kind: "removed"; before: number; text: string }
  | { kind: "added"; after: number; text: string }
  /** So many unchanged lines are left out. */
  | { kind: "gap"; lines: number };

const CONTEXT = 3;
const PATIENCE_MS = 500;

/** Return the changes with some context; undefined when the two differ too much to tell in time. */
export function diffOf(parent: string, code: string): DiffLine[] | undefined {
  const changes = diffLines(parent, code, { timeout: PATIENCE_MS });
  if (!changes) return undefined;
  let [before, after] = [1, 1];
  const lines: DiffLine[] = [];
  for (const { value, added, removed } of changes) {
    for (const text of linesOf(value)) {
      if (added) lines.push({ kind: "added", after: after++, text });
      else if (removed) lines.push({ kind: "removed", before: before++, text });
      else lines.push({ kind: "same", before: before++, after: after++, text });
    }
  }
  return withoutCalm(lines);
}

/** Return the lines of a text; a line end at its end starts no further line. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function withoutCalm(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    for (let next = at - CONTEXT; next <= at + CONTEXT; next++) near.add(next);
  });
  const shown: DiffLine[] = [];
  lines.forEach((line, at) => {
    const last = shown.at(-1);
    if (near.has(at)) shown.push(line);
    else if (last?.kind === "gap") last.lines += 1;
    else shown.push({ kind: "gap", lines: 1 });
  });
  return shown;
}
