import { describe, expect, test } from "vitest";

import {
  aroundQuote,
  citedLines,
  completed,
  excerpt,
  lineAt,
  lineShown,
  logWindow,
  LONGEST,
  type LogText,
} from "../src/format/log";

const part = (first: number, total: number, ...lines: string[]): LogText =>
  logWindow({ first_line: first, total_lines: total, lines });

describe("the text of a log", () => {
  test("knows its lines by their numbers", () => {
    const log = part(41, 60, "a", "b");
    expect([40, 41, 42, 43].map((number) => lineAt(log, number))).toEqual([
      undefined,
      "a",
      "b",
      undefined,
    ]);
  });

  test("an empty log has no line", () => {
    expect(part(1, 0)).toEqual({ total: 0, pieces: [] });
  });

  test("is whole once the rest was fetched", () => {
    const log = completed(part(3, 3, "c"), "a\n\nc\n", false);
    expect(log).toEqual({ total: 3, pieces: [{ first: 1, lines: ["a", "", "c"] }] });
  });

  test("lacks its middle when only the start of the rest could be fetched", () => {
    const log = completed(part(9, 10, "i", "j"), "a\nb\ncut of", true);
    expect(log.total).toBe(10);
    expect(log.pieces.map(({ first, lines }) => [first, lines.length])).toEqual([
      [1, 2],
      [9, 2],
    ]);
  });

  test("a line that was fetched twice is there once", () => {
    const log = completed(part(2, 4, "b", "c", "d"), "a\nb\nc\ncut of", true);
    expect(log.pieces).toEqual([
      { first: 1, lines: ["a", "b", "c"] },
      { first: 4, lines: ["d"] },
    ]);
  });
});

describe("lineShown", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["10 %\r 50 %\r100 %\r", "100 %"],
    ["windows\r", "windows"],
    ["", ""],
    ["bell \u0007", "bell ␇"],
  ])("%j is shown as %j", (raw, shown) => expect(lineShown(raw)).toBe(shown));
});

describe("excerpt", () => {
  const long = "a".repeat(5_000) + "X" + "b".repeat(1_000_000);

  test("a line of ordinary length stays whole", () => {
    expect(excerpt("a line", 3)).toEqual({ before: 0, text: "a line", after: 0 });
  });

  test("of a huge one the part that matters stays, and what is missing is counted", () => {
    for (const at of [0, LONGEST - 1, LONGEST, 5_000, long.length - 1]) {
      const { before, text, after } = excerpt(long, at);
      expect(text.length).toBe(LONGEST);
      expect(before + text.length + after).toBe(long.length);
      expect(text).toBe(long.slice(before, before + LONGEST));
      expect(before <= at && at < before + LONGEST).toBe(true);
    }
  });
});

describe("aroundQuote", () => {
  test("the quote stands out of its line", () => {
    expect(aroundQuote("ERROR: no module", "no module")).toEqual(["ERROR: ", "no module", ""]);
  });

  test("terminal codes in the quote come between neither", () => {
    expect(aroundQuote("ERROR: x", " \u001b[31mERROR\u001b[0m: x ")).toEqual(["", "ERROR: x", ""]);
  });

  test.each(["", "something else"])("a quote %j that is not there marks nothing", (quote) => {
    expect(aroundQuote("a line", quote)).toEqual(["a line", "", ""]);
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
