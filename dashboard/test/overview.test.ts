import { describe, expect, test } from "vitest";

import { spanOf } from "../src/charts/day-span";
import { fieldSummary, markWords } from "../src/charts/mark-words";
import type { Mark } from "../src/charts/marks";

const ID = "01KAHB4SDSDBKRHRYQCH6ZEFFW";

function mark(kind: Mark["kind"], experiment = ID): Mark {
  return { key: `${experiment} 0`, kind, experiment, kbps: 258.14, psnr_y_db: 36.118, turn: 0 };
}

describe("a span of days", () => {
  const bars = ["2026-01-01", "2026-01-02", "2026-01-03"].map((day, at) => ({
    first: day,
    last: day,
    count: at + 1,
  }));

  test("is the same whichever way it was chosen", () => {
    const span = { first: "2026-01-01", last: "2026-01-02", failures: 3 };
    expect(spanOf(bars, { from: 0, to: 1 })).toEqual(span);
    expect(spanOf(bars, { from: 1, to: 0 })).toEqual(span);
  });

  test("may be one day, and covers whole weeks where bars are weeks", () => {
    expect(spanOf(bars, { from: 2, to: 2 })?.first).toBe("2026-01-03");
    const weeks = [{ first: "2026-01-01", last: "2026-01-07", count: 4 }];
    expect(spanOf(weeks, { from: 0, to: 0 })?.last).toBe("2026-01-07");
  });

  test("beyond the bars there is none", () => {
    expect(spanOf([], { from: 0, to: 1 })).toBeUndefined();
  });
});

describe("a mark says", () => {
  test("what was adopted, and where it stands", () => {
    expect(markWords(mark("front"))).toEqual([
      "CH6ZEFFW · Adopted, on the front",
      "258.1 kbit/s, 36.12 dB",
    ]);
  });

  test("how a candidate failed, once that is known", () => {
    const failed = { ...mark("measured"), severity: "low", category: "logic_error" } as const;
    expect(markWords(failed)[0]).toMatch(/ · Low logic error$/);
    expect(markWords(mark("measured"))[0]).toMatch(/ · Failed$/);
  });

  test("no rate that was never measured", () => {
    expect(markWords(mark("unmeasured"))[1]).toBe("not measured, at its parent");
  });
});

describe("the plane in a sentence", () => {
  test("counts experiments, not their points", () => {
    const marks = [mark("front"), mark("adopted"), mark("measured", "B"), mark("unmeasured", "C")];
    expect(fieldSummary(marks, 2, false)).toBe(
      "1 adopted; 2 failed: 1 measured, 1 drawn at their parent.",
    );
  });

  test("tells what is missing", () => {
    expect(fieldSummary([mark("front")], 3, true)).toBe(
      "1 adopted; 3 failed: 0 measured, 0 drawn at their parent; " +
        "3 not drawn, their parent being unknown; the newest only.",
    );
    expect(fieldSummary([], 0, false)).toBe("Nothing measured in these days.");
  });
});
