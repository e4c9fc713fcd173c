import { describe, expect, test, vi } from "vitest";

import type { Experiment, ExperimentFilter } from "../src/api/types";
import { collect, share } from "../src/export/collect";
import { experimentsCsv, experimentsJson } from "../src/export/experiments";
import { experiment } from "./samples";

const JUDGED = experiment({
  status: "adopted",
  hypothesis: "=HYPERLINK(1)",
  started_at: "2026-01-01T00:00:00Z",
  finished_at: "2026-01-01T00:01:30Z",
  metrics: { bd_rate_vs_champion_percent: -4.5 },
  points: [
    { qp: 22, kbps: 100, peak_memory_bytes: 10 },
    { qp: 37, kbps: 50, peak_memory_bytes: 30 },
  ],
  category: null,
});

/** Read CSV whose cells hold no line ends, as a spreadsheet would. */
function parse(csv: string): Record<string, string>[] {
  const lines = csv.trimEnd().split("\r\n");
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "",
    );
  const head = cells(lines[0]!);
  return lines.slice(1).map((line) => {
    const row = cells(line);
    return Object.fromEntries(head.map((name, at) => [name, row[at]!]));
  });
}

describe("experiments as CSV", () => {
  test("have times in UTC, units in the heads, and means of what was measured at points", () => {
    const [row] = parse(experimentsCsv([JUDGED]));
    expect(row).toMatchObject({
      "started_at [UTC]": "2026-01-01T00:00:00Z",
      "duration [s]": "90",
      "bd_rate_vs_champion_percent [%]": "-4.5",
      "mean_kbps [kbit/s]": "75",
      "mean_peak_memory_bytes [B]": "20",
      category: "",
      hypothesis: "'=HYPERLINK(1)",
    });
  });

  test("have a column for every score that any of them has", () => {
    const other = experiment({ metrics: { slowest_encode_s: 2 } });
    const rows = parse(experimentsCsv([JUDGED, other]));
    expect(rows.map((row) => row["slowest_encode_s [s]"])).toEqual(["", "2"]);
    expect(rows.map((row) => row["mean_kbps [kbit/s]"])).toEqual(["75", ""]);
  });

  test("names of scores are as hostile as any text", () => {
    const hostile = experiment({ metrics: { '=cmd|"x"': 1 } });
    expect(experimentsCsv([hostile])).toContain(`"'=cmd|""x"""`);
  });
});

test("experiments as JSON are whole, and tell what was asked for", () => {
  const now = new Date("2026-01-02T00:00:00Z");
  expect(JSON.parse(experimentsJson([JUDGED], { status: "adopted" }, now))).toEqual({
    exported_at: "2026-01-02T00:00:00.000Z",
    filter: { status: "adopted" },
    count: 1,
    experiments: [JUDGED],
  });
});

describe("collecting", () => {
  const pages: Record<string, { items: Experiment[]; cursor: string | null }> = {
    "": { items: [experiment()], cursor: "b" },
    b: { items: [], cursor: "c" }, // a page may be short though there are more
    c: { items: [JUDGED], cursor: null },
  };
  const list = async (query: ExperimentFilter) => pages[query.cursor ?? ""]!;

  test("goes on to the last page, and tells how far it is", async () => {
    const progress = vi.fn();
    const read = await collect(list, {}, new AbortController().signal, progress);
    expect(read).toEqual([experiment(), JUDGED]);
    expect(progress).toHaveBeenCalledTimes(3);
  });

  test("stops when it is told to", async () => {
    const controller = new AbortController();
    const stop = () => controller.abort();
    await expect(collect(list, {}, controller.signal, stop)).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  test("is as far as the days it has read, from either end", () => {
    const at = (started_at: string) => [experiment({ started_at })];
    const days = ["2026-01-01", "2026-01-04"] as const;
    expect(share([], ...days, "newest")).toBe(0);
    expect(share(at("2026-01-04T00:00:00Z"), ...days, "newest")).toBe(0.25);
    expect(share(at("2026-01-02T00:00:00Z"), ...days, "oldest")).toBe(0.25);
    expect(share(at("2025-01-01T00:00:00Z"), ...days, "newest")).toBe(1);
  });
});
