import { describe, expect, test } from "vitest";

import { fenced, inline } from "../src/format/markdown";

describe("fenced", () => {
  const hostile = [
    "```",
    "~~~",
    "````js",
    " ``` ",
    "x ````` y",
    "</details>",
    "```\r```",
    "\u2028```",
  ];

  test("is longer than any run of backticks inside", () => {
    const lines = fenced(hostile, "text").split("\n");
    const fence = "`".repeat(6);
    expect([lines[0], lines.at(-1)]).toEqual([`${fence}text`, fence]);
    // CommonMark: only a line that begins with at least as many backticks closes the fence.
    for (const line of lines.slice(1, -1)) expect(line.trim()).not.toMatch(/^`{6,}/);
  });

  test("is of three where none is inside, and shows each line as it is", () => {
    expect(fenced(["a", "  b | <i>"], "diff")).toBe("```diff\na\n  b | <i>\n```");
  });

  test("a line cannot hold another one, nor a terminal code", () => {
    expect(fenced(["a\r```\u001b[31mb"], "").split("\n")).toHaveLength(3);
  });

  test("stays bounded, and says what is missing", () => {
    const many = fenced(Array(1_000).fill("x"), "").split("\n");
    expect(many.length).toBeLessThan(410);
    expect(many.at(-2)).toBe("… 600 more lines");
    expect(fenced(["x".repeat(1_000_000)], "").length).toBeLessThan(600);
  });
});

describe("inline", () => {
  test.each([
    ["# no heading", "\\# no heading"],
    ["<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"],
    ["[a](javascript:b)", "\\[a\\](javascript:b)"],
    ["https://example.org", "https\\://example.org"],
    ["see WWW.example.org", "see WWW\\.example.org"],
    ["a\n\n# b\n- c", "a \\# b - c"],
    ["- a list", "\\- a list"],
    ["1. a list", "1\\. a list"],
    ["&lt;b&gt; *x* _y_ ~z~ |", "\\&lt;b\\&gt; \\*x\\* \\_y\\_ \\~z\\~ \\|"],
    ["`code`", "\\`code\\`"],
    ["cc @everyone", "cc `@`everyone"],
    ["gnp\u202Eexe", "gnp⟨U+202E⟩exe"],
  ])("%j means nothing", (text, escaped) => expect(inline(text)).toBe(escaped));

  test("words stay words", () => {
    const words = "Größe: 3 × 4.5 (done, 0.92), candidate.py:12";
    expect(inline(words)).toBe(words);
  });
});
