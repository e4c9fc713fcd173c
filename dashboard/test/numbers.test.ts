import { describe, expect, test } from "vitest";

import { exitFacts } from "../src/format/exit";
import {
  bytes,
  metricDelta,
  metricName,
  metricNumber,
  metricUnit,
  score,
} from "../src/format/metrics";
import { daysBetween, duration, isDay, timestamp, utcDay, zoneName } from "../src/format/time";

describe("time", () => {
  test("is absolute and in the zone asked for", () => {
    expect(timestamp("2026-11-21T02:00:00.123Z", "utc")).toBe("2026-11-21 02:00:00");
    expect(timestamp("2026-11-21T04:00:00+02:00", "utc")).toBe("2026-11-21 02:00:00");
    expect(timestamp("yesterday", "utc")).toBe("yesterday");
    expect(zoneName("utc")).toBe("UTC");
  });

  test("days cross months and leap days", () => {
    expect(utcDay(new Date("2028-03-01T05:00:00Z"), 1)).toBe("2028-02-29");
    expect(daysBetween("2028-02-28", "2028-03-01")).toEqual([
      "2028-02-28",
      "2028-02-29",
      "2028-03-01",
    ]);
    expect(daysBetween("2028-03-01", "2028-02-28")).toEqual([]);
    expect(isDay("2028-02-29")).toBe(true);
    expect(isDay("2027-02-29")).toBe(false);
    expect(isDay("2027-2-9")).toBe(false);
  });

  test.each([
    [0.0421, "42 ms"],
    [1.234, "1.23 s"],
    [59.94, "59.9 s"],
    [119.6, "2 min 0 s"],
    [3_725, "1 h 2 min"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe("metrics", () => {
  test.each(["constructor", "__proto__", "to_string", "x_constructor"])(
    "a score named %s is one like any other",
    (name) => {
      expect(metricName(name).toLowerCase()).toBe(name.replaceAll("_", " "));
      expect(metricNumber(name, 1.5)).toBe("1.500");
      expect(score({ metrics: { other: 1 }, points: [{}] }, name)).toBeUndefined();
    },
  );

  test("differences carry their sign, unless they round to nothing", () => {
    expect(metricDelta("kbps", 100, 98.76)).toBe("+1.2");
    expect(metricDelta("kbps", 98.76, 100)).toBe("−1.2");
    expect(metricDelta("kbps", 99.999, 100)).toBe("0.0");
  });

  test("the last word of a name is its unit", () => {
    expect(metricName("bd_rate_vs_champion_percent")).toBe("BD-rate vs champion");
    expect(metricUnit("bitrate_kbps")).toBe("kbit/s");
    expect(metricNumber("bd_rate_vs_champion_percent", -4.128)).toBe("−4.13");
    expect(metricNumber("bitrate_kbps", 15_038.1842)).toBe("15,038.2");
    expect(metricNumber("vmaf", 75.4)).toBe("75.40");
    expect(metricNumber("ssim_y", 1)).toBe("1.0000");
  });

  test("names are written as the field writes them", () => {
    const names = [
      "kbps",
      "qp",
      "psnr_u_db",
      "kbps_at_qp_22",
      "psnr_y_slope_db_per_frame",
      "slowest_encode_s",
    ];
    expect(names.map(metricName)).toEqual([
      "Bitrate",
      "QP",
      "PSNR-U",
      "Kbit/s at QP 22",
      "PSNR-Y slope dB per frame",
      "Slowest encode",
    ]);
    expect(
      metricNumber("peak_memory_bytes", 312.5 * 2 ** 20) + metricUnit("peak_memory_bytes"),
    ).toBe("312.5MiB");
  });

  test("a number without a known unit keeps its meaning", () => {
    expect(metricUnit("qp")).toBe("");
    expect(metricNumber("qp", 22)).toBe("22");
    expect(metricNumber("bpp_at_qp_22", 0.98765)).toBe("0.988");
  });

  test("a list shows the mean over the points of what was judged, and nothing of the rest", () => {
    const points = [{ kbps: 100 }, { kbps: 300 }];
    expect(score({ metrics: { bd_rate: -1 }, points }, "kbps")).toBe(200);
    expect(score({ metrics: { kbps: 7 }, points }, "kbps")).toBe(7);
    expect(score({ metrics: {}, points }, "kbps")).toBeUndefined();
    expect(score({ metrics: { bd_rate: -1 }, points }, "psnr")).toBeUndefined();
  });

  test("memory is told in powers of 1024", () => {
    expect([0, 1023, 1024, 10 * 2 ** 30].map(bytes)).toEqual([
      "0 bytes",
      "1023 bytes",
      "1.0 KiB",
      "10 GiB",
    ]);
  });
});

describe("exitFacts", () => {
  const nothing = {
    code: null,
    signal: null,
    limit: null,
    oom_kills: 0,
    duration_s: null,
    cpu_s: null,
    peak_memory_bytes: null,
  };

  test("unknown facts are left out, a zero exit code is not", () => {
    expect(exitFacts(nothing)).toEqual([]);
    expect(exitFacts({ ...nothing, code: 0 })).toEqual([["Exit code", "0"]]);
  });

  test("the decisive ones come first", () => {
    const facts = exitFacts({
      ...nothing,
      signal: 9,
      limit: "wall_clock",
      oom_kills: 2,
      duration_s: 60,
    });
    expect(facts).toEqual([
      ["Limit hit", "wall clock"],
      ["Signal", "9 SIGKILL"],
      ["Killed for memory", "2 times"],
      ["Wall time", "1 min 0 s"],
    ]);
  });
});
