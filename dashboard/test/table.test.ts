import { describe, expect, test } from "vitest";

import type { Experiment } from "../src/api/types";
import { nextSort, reordered, sorted, sortOf } from "../src/pages/experiments/arrange";
import { available, DEFAULT_COLUMNS, fits } from "../src/pages/experiments/columns";
import { parseLayout } from "../src/pages/experiments/layout";
import { between } from "../src/pages/experiments/selection";
import { experiment } from "./samples";

const scored = (id: string, kbps?: number, severity: Experiment["severity"] = null) =>
  experiment({
    experiment_id: id,
    severity,
    metrics: kbps === undefined ? {} : { bd_rate_vs_champion_percent: 0, kbps },
  });
const ROWS = [scored("a", 20, "low"), scored("b"), scored("c", -3, "critical"), scored("d", 20)];
const COLUMNS = available(ROWS, []);
const order = (sort: string | undefined) =>
  sorted(ROWS, sortOf(sort, COLUMNS))
    .map((row) => row.experiment_id)
    .join("");

describe("sorting the page", () => {
  test("rows without a value come last either way, equal ones stay in place", () => {
    expect(order("kbps")).toBe("cadb");
    expect(order("-kbps")).toBe("adcb");
  });

  test("the worst severity is the greatest", () => {
    expect(order("-analysis")).toBe("cabd");
  });

  test("a column that is not there sorts nothing", () => {
    expect(order("nonsense")).toBe("abcd");
    expect(order(undefined)).toBe("abcd");
  });

  test("a head sorts up, then down, then not at all", () => {
    expect(nextSort(undefined, "kbps")).toBe("kbps");
    expect(nextSort(sortOf("kbps", COLUMNS), "kbps")).toBe("-kbps");
    expect(nextSort(sortOf("-kbps", COLUMNS), "kbps")).toBeUndefined();
    expect(nextSort(sortOf("-kbps", COLUMNS), "stage")).toBe("stage");
  });

  test("rows that change keep their place; a row nobody knows asks for a new order", () => {
    const changed = [scored("a", 1), scored("c", 99)];
    const kept = reordered(changed, ["c", "b", "a"]);
    expect(kept?.map((row) => row.experiment_id)).toEqual(["c", "a"]);
    expect(reordered(ROWS, ["a", "b"])).toBeUndefined();
  });
});

describe("columns", () => {
  test("there is one for each score found, the most frequent first, and none for settings", () => {
    const rows = [
      experiment({ metrics: { vmaf: 1, psnr_y_db: 1 }, points: [{ qp: 22, ssim_y: 1 }] }),
      experiment({ metrics: { psnr_y_db: 1 } }),
    ];
    const keys = available(rows, []).flatMap(({ key, isMetric }) => (isMetric ? [key] : []));
    expect(keys).toEqual(["psnr_y_db", "ssim_y", "vmaf"]);
  });

  test("a chosen one stays, though no experiment on this page has it", () => {
    expect(available([], ["vmaf"]).at(-1)).toMatchObject({ key: "vmaf", title: "VMAF" });
  });

  test("a score cannot pass for another column", () => {
    const named = available([experiment({ metrics: { status: 1 } })], []);
    expect(named.filter(({ key }) => key === "status")).toHaveLength(1);
  });

  test("a flood of names stays choosable", () => {
    const names = Array.from({ length: 500 }, (_, at) => [`score_${at}`, 1]);
    const metrics = Object.fromEntries(names) as Record<string, number>;
    expect(available([experiment({ metrics })], []).length).toBeLessThan(60);
  });

  test("the usual ones leave room, all of them do not", () => {
    const known = available([], DEFAULT_COLUMNS);
    expect(fits(known.filter(({ key }) => DEFAULT_COLUMNS.includes(key)))).toBe(true);
    expect(fits([...known, ...known])).toBe(false);
  });
});

describe("the kept layout", () => {
  test("survives", () => {
    const kept = { columns: ["status", "vmaf"], density: "compact" };
    expect(parseLayout(JSON.stringify(kept))).toEqual(kept);
  });

  test.each([null, "", "nonsense", "[]", "null", '{"columns":[1,{}],"density":"huge"}'])(
    "%j makes a table all the same",
    (kept) => {
      const { columns, density } = parseLayout(kept);
      expect(density).toBe("comfortable");
      expect(columns.every((key) => typeof key === "string")).toBe(true);
    },
  );
});

describe("a tick with Shift", () => {
  test("reaches over all rows between, upwards as well", () => {
    const ids = (from: string, to: string) =>
      between(ROWS, from, to).map((row) => row.experiment_id);
    expect(ids("a", "c")).toEqual(["a", "b", "c"]);
    expect(ids("d", "c")).toEqual(["c", "d"]);
  });

  test("reaches nowhere from a row that is gone", () => {
    expect(between(ROWS, "x", "b")).toEqual([]);
    expect(between(ROWS, undefined, "b")).toEqual([]);
  });
});
