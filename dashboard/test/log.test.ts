import { describe, expect, test } from "vitest";

import { citedLines, drawnSlices, hiddenSlices, lineOf, marked, WHOLE } from "../src/format/log";

describe("drawnSlices", () => {
  test("a log of ordinary length is drawn whole", () => {
    expect(drawnSlices(0, [], [])).toEqual([]);
    expect(drawnSlices(WHOLE, [5], [])).toEqual([{ from: 0, to: WHOLE }]);
  });

  test("a long one is drawn around its evidence and at its end", () => {
    const drawn = drawnSlices(9_000, [4_000], []);
    expect(drawn).toEqual([
      { from: 3_900, to: 4_101 },
      { from: 8_800, to: 9_000 },
    ]);
    expect(hiddenSlices(9_000, drawn)).toEqual([
      { from: 0, to: 3_900 },
      { from: 4_101, to: 8_800 },
    ]);
  });

  test("runs that touch become one, and none leaves the log", () => {
    const drawn = drawnSlices(2_000, [10, 150, 1_990], [{ from: 251, to: 751 }]);
    expect(drawn).toEqual([
      { from: 0, to: 751 },
      { from: 1_800, to: 2_000 },
    ]);
  });

  test("evidence outside the window sent draws nothing there", () => {
    expect(drawnSlices(2_000, [-500, 7_000], [])).toEqual([{ from: 1_800, to: 2_000 }]);
  });

  test("opening every gap shows every line", () => {
    const gaps = hiddenSlices(5_000, drawnSlices(5_000, [2_000], []));
    expect(drawnSlices(5_000, [2_000], gaps)).toEqual([{ from: 0, to: 5_000 }]);
  });
});

describe("marked", () => {
  const text = (line: string, quote: string) =>
    marked(line, quote).map((part) => [part.text, part.marked]);

  test("the quote stands out of its line", () => {
    expect(text("ERROR: no module", "no module")).toEqual([
      ["ERROR: ", false],
      ["no module", true],
    ]);
  });

  test("terminal codes come between neither", () => {
    expect(text("\u001b[31mERROR\u001b[0m: x", " ERROR: x ")).toEqual([["ERROR: x", true]]);
  });

  test.each(["", "something else"])("a quote %j that is not there marks nothing", (quote) => {
    expect(text("a line", quote)).toEqual([["a line", false]]);
  });
});

test("evidence is stepped through in the order of the log, each line once", () => {
  const cited = citedLines([
    { line: 9, quote: "b" },
    { line: 2, quote: "a" },
    { line: 9, quote: "c" },
  ]);
  expect(cited.map((item) => item.line)).toEqual([2, 9]);
});

test("only #L and digits name a line", () => {
  expect(lineOf("#L372")).toBe(372);
  expect(["", "#main", "#L", "#L-1", "#L1e9", "#L12345678901"].map(lineOf)).toEqual(
    Array(6).fill(undefined),
  );
});
