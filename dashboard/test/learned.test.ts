import { describe, expect, test } from "vitest";

import type { EliteArchive, EliteCell } from "../src/api/types";
import { bandNames, eliteLevel, grids, scoreWords } from "../src/format/archive";
import { discounted, repairWords, share, tries } from "../src/format/fates";

function elite(rate: number, quality: number, time: number, score: number): EliteCell {
  return {
    cell: { rate, quality, time },
    experiment_id: "01KDVDNN00NW84SFDGYWD5CE07",
    score,
    since: "2026-01-01T00:00:00Z",
    kbps: null,
    psnr_yuv_db: null,
    seconds: null,
  };
}

const CELLS = [elite(0, 0, 2, 900), elite(1, 2, 0, 100), elite(2, 2, 0, -4.25)];
const ARCHIVE: EliteArchive = {
  rate_edges_bpp: [0.25, 0.5],
  quality_edges_db: [34, 36],
  time_edges_s: [0.5, 2],
  cells: CELLS,
};

describe("the archive", () => {
  test("is a grid for each band of time that holds anything", () => {
    const [fast, slow, ...others] = grids(ARCHIVE);
    expect([fast!.name, slow!.name, others]).toEqual(["under 0.5 s", "over 2 s", []]);
    // The highest quality on top, the lowest rate on the left.
    expect(fast!.rows.map((row) => row.map((cell) => cell?.score))).toEqual([
      [undefined, 100, -4.25],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ]);
    expect(slow!.rows[2]![0]!.score).toBe(900);
  });

  test("names bands by where they end", () => {
    expect(bandNames([0.5, 2, 8], "s")).toEqual([
      "under 0.5 s",
      "0.5 to 2 s",
      "2 to 8 s",
      "over 8 s",
    ]);
  });

  test("draws the best cells darkest", () => {
    expect(CELLS.map(({ score }) => eliteLevel(score, CELLS))).toEqual([2, 4, 5]);
    expect(eliteLevel(7, [elite(0, 0, 0, 7)])).toBe(5);
  });

  test("shortens scores to what a cell holds", () => {
    expect([912.4, 9.96, -4.25, 0].map(scoreWords)).toEqual([
      "+912 %",
      "+10.0 %",
      "−4.3 %",
      "+0.0 %",
    ]);
  });
});

describe("fates", () => {
  test("count what was tried", () => {
    expect(tries({ adopted: 0.5, rejected: 3, died: 6.25 })).toBe(9.75);
    expect([0, 4, 0.9604, 412.6].map(discounted)).toEqual(["0", "4", "1", "413"]);
    expect([share(3, 5), share(0, 0)]).toEqual(["60 %", "—"]);
  });

  test("tell what repairs came to", () => {
    const rate = { category: "timeout", tried: 5, verified: 3, refuted: 1 } as const;
    expect(repairWords(rate)).toBe("3 of 5 lived, 1 died the same death, 1 came to something else");
    expect(repairWords({ ...rate, refuted: 2 })).toBe("3 of 5 lived, 2 died the same death");
  });
});
