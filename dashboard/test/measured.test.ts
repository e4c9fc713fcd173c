import { describe, expect, test } from "vitest";

import type { Measurements } from "../src/api/types";
import { clipWords, linesOf } from "../src/pages/detail/measured/curves";

type Point = Measurements["clips"][number]["points"][number];

const point = (kbps: number): Point => ({
  qp: 22,
  kbps,
  psnr_y_db: 38,
  psnr_u_db: 40,
  psnr_v_db: 40,
  psnr_yuv_db: 38.5,
  ssim_y: 0.97,
  vmaf: null,
  encode_s: 1,
  decode_s: 1,
});

const measured = (anchors: Record<string, Point[]>, ...points: Point[]): Measurements => ({
  clips: [
    {
      clip: "carphone",
      hold_out: false,
      frames: 30,
      height: 144,
      width: 176,
      fps: 30,
      points,
      anchors,
    },
  ],
  encoders: { x264: "165" },
  isolation: "bubblewrap",
});

describe("the curves of a candidate", () => {
  const own = measured({ x264: [point(80)], x265: [point(70)] }, point(120));

  test("stand beside its parent's on the same clip, and the encoders'", () => {
    const lines = linesOf(own.clips[0]!, measured({}, point(100)));
    expect(lines.map(({ name, points }) => [name, points[0]!.kbps])).toEqual([
      ["This candidate", 120],
      ["Its parent", 100],
      ["x264", 80],
      ["x265", 70],
    ]);
    expect(new Set(lines.map(({ shape, dash }) => `${shape} ${dash}`)).size).toBe(4);
  });

  test("what was not measured has none", () => {
    const names = (parent: Measurements | undefined) =>
      linesOf({ ...own.clips[0]!, points: [] }, parent).map(({ name }) => name);
    expect(names(undefined)).toEqual(["x264", "x265"]);
    expect(names({ ...own, clips: [{ ...own.clips[0]!, clip: "another" }] })).toEqual([
      "x264",
      "x265",
    ]);
  });
});

test("a clip says what it is and how it was measured", () => {
  const own = measured({}, point(1));
  expect(clipWords(own.clips[0]!, own)).toBe(
    "176 × 144 pixels, 30 frames at 30 fps; isolated by bubblewrap; measured with x264 165.",
  );
});
