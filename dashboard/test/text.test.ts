import { describe, expect, test } from "vitest";

import { isFingerprint, isUlid, shortFingerprint, shortId } from "../src/format/ids";
import { clip, count, visible } from "../src/format/text";

describe("visible", () => {
  test.each([
    ["\u001b[1;31mERROR\u001b[0m done", "ERROR done"],
    ["\u001b]0;title\u0007text", "text"],
    ["\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["tab\tand newline\n stay", "tab\tand newline\n stay"],
    ["nul\u0000 bell\u0007 del\u007f", "nul␀ bell␇ del␡"],
    ["photo_\u202egnp.exe", "photo_⟨U+202E⟩gnp.exe"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
    ["héllo 漢字 🙂", "héllo 漢字 🙂"],
  ])("%j becomes %j", (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test("an unfinished escape does not swallow what follows", () => {
    expect(visible("a\u001b")).toBe("a␛");
    expect(visible("\u001b]0;never closed").length).toBeLessThan(2);
  });

  test("a line of nothing but escapes ends", () => {
    expect(visible("\u001b[".repeat(200_000))).toBe("");
    expect(visible("\u001b]".repeat(200_000))).toBe("");
  });
});

test("clip tells how much is missing", () => {
  expect(clip("short", 10)).toBe("short");
  expect(clip("0123456789", 4)).toBe("0123 … (6 more characters)");
});

test("count knows one from many", () => {
  expect([count(0, "failure"), count(1, "failure"), count(1234, "failure")]).toEqual([
    "0 failures",
    "1 failure",
    "1,234 failures",
  ]);
});

test("ids are checked whole, and shortened to what tells them apart", () => {
  expect(isUlid("01KAHB4SDSDBKRHRYQCH6ZEFFW")).toBe(true);
  expect(isUlid("81KAHB4SDSDBKRHRYQCH6ZEFFW")).toBe(false);
  expect(isUlid("01KAHB4SDSDBKRHRYQCH6ZEFFI")).toBe(false);
  expect(isUlid("01KAHB4SDSDBKRHRYQCH6ZEFFW\n")).toBe(false);
  expect(shortId("01KAHB4SDSDBKRHRYQCH6ZEFFW")).toBe("CH6ZEFFW");
  expect(isFingerprint(`v1-${"0a".repeat(16)}`)).toBe(true);
  expect(isFingerprint(`v1-${"0g".repeat(16)}`)).toBe(false);
  expect(shortFingerprint(`v12-${"0123456789abcdef".repeat(2)}`)).toBe("01234567");
});
