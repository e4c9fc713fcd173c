import { describe, expect, test } from "vitest";

import { bdRates, bdRateWords, otherScores } from "../src/format/bd-rate";
import { changed, formatRoute, isOfOne, parseRoute } from "../src/state/route";

const METRICS = {
  bd_rate_vs_x264_medium_percent: 212.5,
  bd_rate_vs_champion_percent: -4.128,
  bd_rate_yuv_vs_champion_percent: 0.001,
  slowest_encode_s: 1.5,
  mean_psnr_y_db: 38,
};

describe("scores", () => {
  test("are told against rivals first, the best first", () => {
    expect(bdRates(METRICS).map(({ against, percent }) => [against, percent])).toEqual([
      ["the champion", -4.128],
      ["the champion", 0.001],
      ["x264 medium", 212.5],
    ]);
    expect(otherScores(METRICS)).toEqual([
      ["mean_psnr_y_db", "Mean PSNR-Y"],
      ["slowest_encode_s", "Slowest encode"],
    ]);
  });

  test("say what a BD-rate means", () => {
    expect(bdRates(METRICS).map(bdRateWords)).toEqual([
      "4.13 % fewer bits than the champion at equal PSNR-Y",
      "as many bits as the champion at equal PSNR-YUV",
      "212.50 % more bits than x264 medium at equal PSNR-Y",
    ]);
    expect(bdRates({ constructor_percent: 1, bd_rate_vs__percent: 2 })).toEqual([]);
  });
});

describe("an address of a story", () => {
  const id = "01KDVDNN00NW84SFDGYWD5CE07";

  test("names the experiment, and keeps the list behind it", () => {
    const route = parseRoute(`?view=story&exp=${id}&status=failed`);
    expect(route).toMatchObject({ view: "story", experiment: id, status: "failed" });
    expect(formatRoute(changed(route, { view: "experiments", experiment: undefined }))).toBe(
      "?view=experiments&status=failed",
    );
  });

  test("is of one experiment, as a failure's page is", () => {
    expect([isOfOne("story"), isOfOne("failure"), isOfOne("learned")]).toEqual([true, true, false]);
  });
});
