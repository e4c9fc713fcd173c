import { expect, test } from "vitest";

import { formatLines, lineWords, parseLines } from "../src/format/lines";

test.each([
  ["#L372", { from: 372, to: 372 }],
  ["#L372-L380", { from: 372, to: 380 }],
  ["#L380-L372", { from: 372, to: 380 }],
])("%s names lines of the log", (hash, lines) => {
  expect(parseLines(hash, "L")).toEqual(lines);
  expect(parseLines(hash, "C")).toBeUndefined();
});

test.each([
  "",
  "#main",
  "#L",
  "#L0",
  "#L-1",
  "#L1e9",
  "#L12345678901",
  "#L1-C2",
  "#L1-L",
  "#L1-L0",
])("%j names none", (hash) => expect(parseLines(hash, "L")).toBeUndefined());

test("what is written is read again", () => {
  for (const lines of [
    { from: 7, to: 7 },
    { from: 7, to: 12 },
  ])
    expect(parseLines(formatLines(lines, "C"), "C")).toEqual(lines);
  expect(lineWords({ from: 7, to: 7 })).toBe("line 7");
  expect(lineWords({ from: 7, to: 12 })).toBe("lines 7–12");
});
