// Lines by their numbers, as an address names them: "#L372", "#L372-L380", "#C12".

/** Both inclusive, counted from 1. */
export interface LineRange {
  from: number;
  to: number;
}

/** What the lines are of: a log, or the candidate's code. */
export type LineKind = "L" | "C";

/** Return the lines that a hash points at; undefined when it points at none of this kind. */
export function parseLines(hash: string, kind: LineKind): LineRange | undefined {
  const parts = /^#([LC])(\d{1,9})(?:-\1(\d{1,9}))?$/.exec(hash);
  if (parts?.[1] !== kind) return undefined;
  const first = Number(parts[2]);
  const second = Number(parts[3] ?? parts[2]);
  if (Math.min(first, second) < 1) return undefined;
  return { from: Math.min(first, second), to: Math.max(first, second) };
}

/** Return the hash that points at lines; the opposite of `parseLines`. */
export function formatLines({ from, to }: LineRange, kind: LineKind): string {
  return from === to ? `#${kind}${from}` : `#${kind}${from}-${kind}${to}`;
}

/** Return "line 372" or "lines 372–380". */
export function lineWords({ from, to }: LineRange): string {
  return from === to ? `line ${from}` : `lines ${from}–${to}`;
}
