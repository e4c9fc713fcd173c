// Looking for a text in many lines. Counts every place, however many there are. Pure.

/** Where a text stands: lines by index, and how many places there are before each. */
export interface Hits {
  total: number;
  lines: readonly number[];
  before: readonly number[];
}

/** One place where it stands. */
export interface Hit {
  /** Index of the line. */
  line: number;
  /** Where in the line it begins. */
  at: number;
}

export const NO_HITS: Hits = { total: 0, lines: [], before: [] };

/** Return what finds a text as it is written, in upper or lower case. */
export function finder(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi");
}

/** Return all places where a text stands. */
export function findAll(lines: readonly string[], text: string): Hits {
  if (text === "") return NO_HITS;
  const pattern = finder(text);
  const [found, before]: [number[], number[]] = [[], []];
  let total = 0;
  lines.forEach((line, at) => {
    const places = line.match(pattern)?.length ?? 0;
    if (places === 0) return;
    found.push(at);
    before.push(total);
    total += places;
  });
  return { total, lines: found, before };
}

/** Return place `index`, counted from 0. */
export function hitAt(
  hits: Hits,
  lines: readonly string[],
  text: string,
  index: number,
): Hit | undefined {
  if (index < 0 || index >= hits.total) return undefined;
  const at = hits.before.findLastIndex((before) => before <= index);
  const line = hits.lines[at]!;
  let skip = index - hits.before[at]!;
  for (const place of lines[line]!.matchAll(finder(text))) {
    if (skip-- === 0) return { line, at: place.index };
  }
  return undefined;
}

/** Return the index of the first place on a line or after it; the very first if there is none. */
export function hitFrom(hits: Hits, line: number): number {
  const at = hits.lines.findIndex((found) => found >= line);
  return at < 0 ? 0 : hits.before[at]!;
}
