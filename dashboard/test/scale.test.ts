import { describe, expect, test } from "vitest";

import { paretoFront } from "../src/charts/pareto";
import { extent, linear, logarithmic, logTicks, ticks } from "../src/charts/scale";

test("a linear scale maps its ends and what is between", () => {
  const scale = linear([10, 20], [100, 0]);
  expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
  expect(linear([3, 3], [0, 100])(3)).toBe(0);
});

test("a logarithmic scale gives equal room to equal ratios", () => {
  const scale = logarithmic([10, 1000], [0, 200]);
  expect(scale(10)).toBeCloseTo(0);
  expect(scale(100)).toBeCloseTo(100);
  expect(scale(1000)).toBeCloseTo(200);
});

test("the extent of nothing is none", () => {
  expect(extent([])).toBeUndefined();
  expect(extent([3, 1, 2])).toEqual([1, 3]);
});

describe("ticks", () => {
  test.each([
    [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
    [[28.1, 41.3], 5, [30, 35, 40]],
    [[0, 0.3], 3, [0, 0.1, 0.2, 0.3]],
    [[-3, 7], 4, [0, 5]],
    [[4, 4], 5, [4]],
  ] as const)("of %j, about %i", (span, most, expected) => {
    expect(ticks(span, most)).toEqual(expected);
  });

  test("stay within the span and few for any span", () => {
    for (let exponent = -6; exponent < 9; exponent++) {
      const span = [1.7 * 10 ** exponent, 9.3 * 10 ** exponent] as const;
      const found = ticks(span, 6);
      expect(found.length).toBeGreaterThan(1);
      expect(found.length).toBeLessThanOrEqual(7);
      expect(found[0]).toBeGreaterThanOrEqual(span[0]);
      expect(found.at(-1)).toBeLessThanOrEqual(span[1] * 1.000001);
    }
  });
});

describe("ticks of a logarithmic scale", () => {
  test.each([
    [[80, 1200], 6, [100, 200, 500, 1000]],
    [[0.01, 600], 6, [0.01, 0.1, 1, 10, 100]],
    [[0.001, 100000], 3, [0.001, 1, 1000]],
    [[210, 290], 5, [220, 240, 260, 280]],
    [[60, 800], 4, [100, 200, 500]],
  ] as const)("of %j, %i at most", (span, most, expected) => {
    expect(logTicks(span, most)).toEqual(expected);
  });
});

describe("the Pareto front", () => {
  const point = (kbps: number, psnr_y_db: number) => ({ kbps, psnr_y_db });

  test("leaves out what costs more and shows no more", () => {
    const points = [point(300, 35), point(100, 30), point(200, 29), point(250, 35), point(400, 36)];
    expect(paretoFront(points)).toEqual([point(100, 30), point(250, 35), point(400, 36)]);
  });

  test("of nothing is nothing, and equal points count once", () => {
    expect(paretoFront([])).toEqual([]);
    expect(paretoFront([point(1, 1), point(1, 1)])).toHaveLength(1);
  });

  test("is beaten by no point, and keeps none out that nothing beats", () => {
    const points = Array.from({ length: 200 }, (_, at) =>
      point(((at * 7919) % 211) + 1, ((at * 104729) % 53) + 1),
    );
    const front = paretoFront(points);
    const beats = (a: (typeof points)[0], b: (typeof points)[0]) =>
      a.kbps <= b.kbps &&
      a.psnr_y_db >= b.psnr_y_db &&
      (a.kbps < b.kbps || a.psnr_y_db > b.psnr_y_db);
    expect(front.every((one) => !points.some((other) => beats(other, one)))).toBe(true);
    for (const left of points)
      expect(front.some((one) => one.kbps <= left.kbps && one.psnr_y_db >= left.psnr_y_db)).toBe(
        true,
      );
  });
});
