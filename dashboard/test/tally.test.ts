import { describe, expect, test } from "vitest";

import type { DailyCount } from "../src/api/types";
import { bins, byCategoryAndStage, matching, shade, summary } from "../src/charts/tally";
import { CATEGORIES, STAGES } from "../src/format/words";

const counts: DailyCount[] = [
  { day: "2026-01-01", category: "timeout", severity: "medium", stage: "encode", count: 2 },
  { day: "2026-01-02", category: "timeout", severity: "medium", stage: "encode", count: 3 },
  { day: "2026-01-02", category: "timeout", severity: "high", stage: "decode", count: 1 },
];

test("the matrix has a cell for every stage and category", () => {
  const cells = byCategoryAndStage(counts).flat();
  expect(cells).toHaveLength(CATEGORIES.length * STAGES.length);
  expect(cells.filter((cell) => cell.count > 0)).toEqual([
    { category: "timeout", stage: "encode", count: 5 },
    { category: "timeout", stage: "decode", count: 1 },
  ]);
  expect(summary(cells)).toBe("6 failures, most often timeout at encode (5).");
  expect(summary(byCategoryAndStage([]).flat())).toBe("No failures in these days.");
});

test("every failure is shaded, the most frequent the most", () => {
  expect([0, 1, 25, 100].map((count) => shade(count, 100))).toEqual([0, 1, 3, 5]);
  expect(shade(0, 0)).toBe(0);
});

describe("bins", () => {
  test("days without failures are there too", () => {
    expect(bins(counts, "2026-01-01", "2026-01-03").map((bin) => bin.count)).toEqual([2, 4, 0]);
  });

  test("a long range is drawn in weeks that lose no day", () => {
    const weeks = bins(counts, "2025-12-31", "2026-12-30");
    expect(weeks).toHaveLength(53);
    expect(weeks[0]).toEqual({ first: "2025-12-31", last: "2026-01-06", count: 6 });
    expect(weeks.at(-1)).toEqual({ first: "2026-12-30", last: "2026-12-30", count: 0 });
  });
});

test("failures are counted as filtered", () => {
  expect(matching(counts, {})).toBe(6);
  expect(matching(counts, { severity: "medium" })).toBe(5);
  expect(matching(counts, { severity: "medium", stage: "decode" })).toBe(0);
});
