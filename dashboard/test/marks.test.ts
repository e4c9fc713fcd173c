import { describe, expect, test } from "vitest";

import { adoptedMarks, failedMarks, placed } from "../src/charts/marks";
import { boxOf, inside, nearest, neighbouring } from "../src/charts/near";
import { planeOf } from "../src/charts/plane";
import { linePath, markPath, SHAPES } from "../src/charts/shapes";

const point = (kbps: number, psnr_y_db: number) => ({ kbps, psnr_y_db });
const START = { experiment_id: "A", points: [point(100, 30), point(400, 36)] };
const BETTER = { experiment_id: "B", points: [point(90, 30.5), point(500, 36)] };

function failure(
  experiment_id: string,
  parent_id: string | null,
  points = [] as typeof START.points,
) {
  const told = {
    failure_id: `F${experiment_id}`,
    category: "timeout",
    severity: "medium",
  } as const;
  return { experiment_id, parent_id, points, ...told };
}

test("adopted points that none beats are the front", () => {
  const kinds = adoptedMarks([START, BETTER]).map(({ key, kind }) => [key, kind]);
  expect(kinds).toEqual([
    ["A 0", "adopted"],
    ["A 1", "front"],
    ["B 0", "front"],
    ["B 1", "adopted"],
  ]);
});

describe("failures", () => {
  test("that were measured are where they were measured", () => {
    const marks = failedMarks([START], [failure("C", "A", [point(200, 20)])]);
    expect(marks).toMatchObject([{ kind: "measured", kbps: 200, psnr_y_db: 20, failure: "FC" }]);
  });

  test("that were not are around the middle of their parent's curve", () => {
    const marks = failedMarks([START], [failure("C", "A"), failure("D", "A")]);
    expect(marks).toMatchObject([
      { kind: "unmeasured", psnr_y_db: 33, turn: 1 },
      { kind: "unmeasured", psnr_y_db: 33, turn: 2 },
    ]);
    expect(marks[0]!.kbps).toBeCloseTo(200);
  });

  test("may come from a codec that was measured and not adopted", () => {
    const elite = failure("E", "A", [point(50, 30)]);
    const marks = failedMarks([START], [elite, failure("C", "E")]);
    expect(marks[1]).toMatchObject({ kind: "unmeasured", psnr_y_db: 30, turn: 1 });
  });

  test("whose parent is unknown have no place", () => {
    expect(failedMarks([START], [failure("C", null), failure("D", "Z")])).toEqual([]);
  });

  test("at a rate of nothing are not drawn", () => {
    expect(failedMarks([], [failure("C", null, [point(0, 20)])])).toEqual([]);
  });
});

describe("on the plane", () => {
  const plane = planeOf([...START.points, ...BETTER.points], [point(1e6, 2)], 600, 400);

  test("what is adopted lies within, and what is far out at the edge", () => {
    const far = failedMarks([START], [failure("C", "A", [point(1e6, 2)])]);
    const [edge] = placed(far, plane);
    expect(edge).toMatchObject({ x: plane.box.right, y: plane.box.bottom });
    for (const { x, y } of placed(adoptedMarks([START, BETTER]), plane)) {
      expect(x).toBeGreaterThan(plane.box.left);
      expect(x).toBeLessThan(plane.box.right);
      expect(y).toBeGreaterThan(plane.box.top);
      expect(y).toBeLessThan(plane.box.bottom);
    }
  });

  test("a crowd of failures lies apart, close to its parent", () => {
    const crowd = Array.from({ length: 300 }, (_, at) => failure(`C${at}`, "A"));
    const places = placed(failedMarks([START], crowd), plane);
    const apart = new Set(places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`));
    expect(apart.size).toBe(300);
    const [home] = placed([{ ...failedMarks([START], crowd)[0]!, turn: 0 }], plane);
    expect(
      Math.max(...places.map(({ x, y }) => Math.hypot(x - home!.x, y - home!.y))),
    ).toBeLessThan(61);
  });

  test("without any point there is a plane all the same", () => {
    expect(planeOf([], [], 600, 400).rates.length).toBeGreaterThan(1);
    expect(planeOf([point(100, 30)], [], 600, 400).qualities.length).toBeGreaterThan(0);
  });
});

describe("among placed marks", () => {
  const mark = adoptedMarks([START])[0]!;
  const marks = [
    { mark: { ...mark, key: "a" }, x: 10, y: 50 },
    { mark: { ...mark, key: "b" }, x: 20, y: 10 },
    { mark: { ...mark, key: "c" }, x: 30, y: 30 },
  ];

  test("the nearest within reach is found", () => {
    expect(nearest(marks, 12, 48, 10)?.mark.key).toBe("a");
    expect(nearest(marks, 100, 100, 10)).toBeUndefined();
  });

  test("arrows lead along an axis, and stop at its ends", () => {
    const step = (from: number, axis: "x" | "y", by: number) =>
      neighbouring(marks, marks[from]!, axis, by).mark.key;
    expect(step(0, "x", 1)).toBe("b");
    expect(step(0, "x", -1)).toBe("a");
    expect(step(2, "y", -1)).toBe("b");
    expect(step(2, "x", 10)).toBe("c");
  });

  test("a box holds what is inside, whichever way it was drawn", () => {
    const keys = (box: ReturnType<typeof boxOf>) => inside(marks, box).map(({ mark }) => mark.key);
    expect(keys(boxOf({ x: 35, y: 35 }, { x: 15, y: 5 }))).toEqual(["b", "c"]);
    expect(keys(boxOf(marks[0]!, marks[0]!, 1))).toEqual(["a"]);
  });
});

test("paths are short, and every shape is another", () => {
  const paths = SHAPES.map((shape) => markPath(shape, 10.04, 20, 3));
  expect(new Set(paths).size).toBe(SHAPES.length);
  expect(paths.join("")).not.toMatch(/\d\.\d\d/);
  expect(
    linePath([
      { x: 1, y: 2 },
      { x: 3.14159, y: 4 },
    ]),
  ).toBe("M1 2L3.1 4");
});
