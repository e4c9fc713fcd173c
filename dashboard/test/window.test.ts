import { describe, expect, test } from "vitest";

import { around, between, merged } from "../src/format/slices";
import { inView, topOf } from "../src/format/window";

describe("inView", () => {
  const heights = Array<number>(100).fill(1_000);

  test.each([0, 500, 42_000, 98_600, 99_000])("draws the view and about it at %d", (top) => {
    const { blocks, above, below } = inView(heights, top, 400);
    const drawn = topOf(heights, blocks.to) - topOf(heights, blocks.from);
    expect(above + drawn + below).toBe(100_000);
    expect(above).toBeLessThanOrEqual(Math.max(0, top - 400));
    expect(above + drawn).toBeGreaterThanOrEqual(Math.min(100_000, top + 800));
    expect(blocks.to - blocks.from).toBeLessThanOrEqual(3);
  });

  test("draws something even where there is nothing to see", () => {
    expect(inView([1_000], 5_000, 400).blocks).toEqual({ from: 0, to: 1 });
    expect(inView(heights, 900_000, 400).blocks).toEqual({ from: 99, to: 100 });
    expect(inView(heights, 0, 0).blocks).toEqual({ from: 0, to: 1 });
    expect(inView([], 0, 400)).toEqual({ blocks: { from: 0, to: 0 }, above: 0, below: 0 });
  });
});

describe("runs of lines", () => {
  test("those that touch become one, and none leaves the text", () => {
    const runs = [
      { from: 90, to: 120 },
      { from: -5, to: 3 },
      { from: 3, to: 8 },
      { from: 200, to: 210 },
    ];
    expect(merged(runs, 100)).toEqual([
      { from: 0, to: 8 },
      { from: 90, to: 100 },
    ]);
  });

  test("what is shown and what is between make up the whole", () => {
    const shown = around([0, 50, 52, 99], 3, 100);
    const all = [...shown, ...between(shown, 100)].sort((a, b) => a.from - b.from);
    expect(all[0]!.from).toBe(0);
    expect(all.at(-1)!.to).toBe(100);
    all.slice(1).forEach((run, at) => expect(run.from).toBe(all[at]!.to));
    expect(between([], 4)).toEqual([{ from: 0, to: 4 }]);
    expect(between(merged([{ from: 0, to: 4 }], 4), 4)).toEqual([]);
  });
});
