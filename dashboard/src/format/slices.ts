// Runs of lines: which to show, and what lies between them.

/** A run of lines by index, end exclusive. */
export interface Slice {
  from: number;
  to: number;
}

/** Return the runs in order, cut to `total` lines; those that overlap or touch become one. */
export function merged(slices: readonly Slice[], total: number): Slice[] {
  const inside = slices
    .map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(total, to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  return inside.reduce<Slice[]>((runs, next) => {
    const last = runs.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else runs.push({ ...next });
    return runs;
  }, []);
}

/** Return the runs between those of `merged`, and those before and after them. */
export function between(shown: readonly Slice[], total: number): Slice[] {
  const edges = [0, ...shown.flatMap(({ from, to }) => [from, to]), total];
  const gaps: Slice[] = [];
  for (let at = 0; at < edges.length; at += 2) gaps.push({ from: edges[at]!, to: edges[at + 1]! });
  return gaps.filter(({ from, to }) => from < to);
}

/** Return the lines within `context` of any of `centres`, as runs. */
export function around(centres: Iterable<number>, context: number, total: number): Slice[] {
  const near = [...centres].map((at) => ({ from: at - context, to: at + context + 1 }));
  return merged(near, total);
}
