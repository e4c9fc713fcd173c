import { describe, expect, test } from "vitest";

import { diffOf, linesOf } from "../src/format/diff";

const parent = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join("");

describe("diffOf", () => {
  test("shows a change with three lines around it and counts the rest", () => {
    const code = parent.replace("line 10\n", "line ten\n");
    expect(diffOf(parent, code)).toEqual([
      { kind: "gap", lines: 6 },
      { kind: "same", before: 7, after: 7, text: "line 7" },
      { kind: "same", before: 8, after: 8, text: "line 8" },
      { kind: "same", before: 9, after: 9, text: "line 9" },
      { kind: "removed", before: 10, text: "line 10" },
      { kind: "added", after: 10, text: "line ten" },
      { kind: "same", before: 11, after: 11, text: "line 11" },
      { kind: "same", before: 12, after: 12, text: "line 12" },
      { kind: "same", before: 13, after: 13, text: "line 13" },
      { kind: "gap", lines: 7 },
    ]);
  });

  test("line numbers go on rightly after an insertion", () => {
    const lines = diffOf("a\nb\n", "new\na\nb\n");
    expect(lines).toEqual([
      { kind: "added", after: 1, text: "new" },
      { kind: "same", before: 1, after: 2, text: "a" },
      { kind: "same", before: 2, after: 3, text: "b" },
    ]);
  });

  test("the same code is one gap", () => {
    expect(diffOf(parent, parent)).toEqual([{ kind: "gap", lines: 20 }]);
  });
});

test("a line end at the end starts no line, an empty line counts", () => {
  expect(linesOf("")).toEqual([]);
  expect(linesOf("a\r\n\nb\n")).toEqual(["a", "", "b"]);
});
