import { describe, expect, test } from "vitest";

import { findAll, hitAt, hitFrom, NO_HITS } from "../src/format/find";

const lines = ["Error error", "nothing", "an ERROR", "a.b (c)"];

describe("findAll", () => {
  test("counts every place, in upper or lower case", () => {
    expect(findAll(lines, "error")).toEqual({ total: 3, lines: [0, 2], before: [0, 2] });
  });

  test("looks for what is written, not for a pattern", () => {
    expect(findAll(lines, ".").total).toBe(1);
    expect(findAll(lines, "b (c)").total).toBe(1);
    expect(findAll(["[x]{2}^$|\\"], "[x]{2}^$|\\").total).toBe(1);
  });

  test("finds nothing for nothing", () => {
    expect(findAll(lines, "")).toBe(NO_HITS);
    expect(findAll(lines, "absent").total).toBe(0);
  });

  test("a letter whose lower case is longer does not shift what follows", () => {
    const line = "İİ x";
    expect(hitAt(findAll([line], "x"), [line], "x", 0)).toEqual({ line: 0, at: 3 });
  });
});

test("each place is reached by its index", () => {
  const hits = findAll(lines, "error");
  expect([-1, 0, 1, 2, 3].map((index) => hitAt(hits, lines, "error", index))).toEqual([
    undefined,
    { line: 0, at: 0 },
    { line: 0, at: 6 },
    { line: 2, at: 3 },
    undefined,
  ]);
});

test("finding begins where the reader is, and goes on from the top", () => {
  const hits = findAll(lines, "error");
  expect([0, 1, 2, 3].map((line) => hitFrom(hits, line))).toEqual([0, 2, 2, 0]);
});
