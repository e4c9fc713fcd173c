import { describe, expect, test } from "vitest";

import { changesOf, diffOf, linesOf, pairs, unchanged } from "../src/format/diff";

const words = (lines: ReturnType<typeof diffOf>) =>
  lines!.map((line) => `${line.kind} ${line.text}`);

describe("diffOf", () => {
  test("tells what was removed, what was added, and what stayed", () => {
    const lines = diffOf("a\nb\nc\n", "a\nB\nc\n");
    expect(words(lines)).toEqual(["same a", "removed b", "added B", "same c"]);
    expect(changesOf(lines!)).toEqual([1, 2]);
  });

  test("line numbers go on rightly after an insertion", () => {
    expect(diffOf("a\nb\n", "new\na\nb\n")).toEqual([
      { kind: "added", after: 1, text: "new" },
      { kind: "same", before: 1, after: 2, text: "a" },
      { kind: "same", before: 2, after: 3, text: "b" },
    ]);
  });

  test("nothing changed where nothing changed", () => {
    expect(changesOf(diffOf("a\nb\n", "a\nb\n")!)).toEqual([]);
    expect(diffOf("a\n", "a\n")).toEqual(unchanged("a\n"));
  });
});

describe("pairs", () => {
  test("puts what came beside what went", () => {
    const rows = pairs(diffOf("a\nx\ny\nb\n", "a\nX\nb\nnew\n")!);
    expect(rows.map(({ before, after }) => [before?.text, after?.text])).toEqual([
      ["a", "a"],
      ["x", "X"],
      ["y", undefined],
      ["b", "b"],
      [undefined, "new"],
    ]);
  });
});

test("a line end at the end starts no line, an empty line counts", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("a\r\n\nb\n")).toEqual(["a", "", "b"]);
});
