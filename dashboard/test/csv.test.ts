import { describe, expect, test } from "vitest";

import { cell, csv } from "../src/export/csv";
import { fileName } from "../src/export/name";

describe("cells", () => {
  test.each([
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["＝1+1", `"'＝1+1"`],
    ["＠SUM(A1)", `"'＠SUM(A1)"`],
    ["\t=1", `"'\t'=1"`],
    ["\r=1", `"'\r'=1"`],
    ["\n=1", `"'\n'=1"`],
    ["\tcmd", `"'\tcmd"`],
    ["  =1", `"  '=1"`],
    ['"=1', `"""'=1"`],
    ["\0=1", `"'=1"`],
    ['=HYPERLINK("https://x.example","ok")', `"'=HYPERLINK(""https://x.example"",""ok"")"`],
  ])("%j cannot be a formula", (hostile, safe) => {
    expect(cell(hostile)).toBe(safe);
  });

  test.each([
    ["harmless;=cmd|' /C calc'!A0", `"harmless;'=cmd|' /C calc'!A0"`],
    ['closed";"=1+1', `"closed"";""'=1+1"`],
    ["one\r\n=1+1", `"one\r\n'=1+1"`],
  ])("%j is none where semicolons end a cell either", (hostile, safe) => {
    expect(cell(hostile)).toBe(safe);
  });

  test("text that only holds such signs stays as it is", () => {
    expect(cell("PSNR-Y = 38.1 dB, bitrate -4 %")).toBe('"PSNR-Y = 38.1 dB, bitrate -4 %"');
    expect(cell("kbit/s; 38 dB")).toBe('"kbit/s; 38 dB"');
  });

  test("numbers are numbers, also negative ones; what is missing is empty", () => {
    expect([-4.1287, 0, 1e21, NaN, Infinity, null, undefined].map(cell)).toEqual([
      ...["-4.1287", "0", "1e+21", "", "", "", ""],
    ]);
  });
});

test("quotes, separators and line ends are kept as RFC 4180 has it", () => {
  const rows = [
    ['say "hi"', 1],
    ["a,b\r\nc", null],
  ];
  expect(csv(["text", "number"], rows)).toBe(
    '"text","number"\r\n"say ""hi""",1\r\n"a,b\r\nc",\r\n',
  );
});

test("names of files tell the filter and the time, and lead nowhere else", () => {
  const now = new Date("2026-11-21T02:14:07.123Z");
  expect(fileName(["status-failed", "2026-11-01", "2026-11-21"], now, "csv")).toBe(
    "errata-experiments_status-failed_2026-11-01_2026-11-21_made-20261121T021407Z.csv",
  );
  expect(fileName(["../../etc/passwd"], now, "json")).toBe(
    "errata-experiments_-etc-passwd_made-20261121T021407Z.json",
  );
});
