// BD-rates among the scores of an experiment, in words. Pure.
import { metricName, metricNumber } from "./metrics";

export interface BdRate {
  key: string;
  /** What it is held against, as "x264 medium". */
  against: string;
  percent: number;
}

const BD_RATE = /^bd_rate_(?:yuv_)?vs_(.+)_percent$/;
/** Rivals that have a name of their own; the others are encoders. */
const RIVALS = new Map([
  ["champion", "the champion"],
  ["parent", "its parent"],
]);

/** Return the BD-rates among scores, the best first. */
export function bdRates(metrics: Record<string, number>): BdRate[] {
  return Object.entries(metrics)
    .flatMap(([key, percent]) => {
      const name = BD_RATE.exec(key)?.[1];
      return name === undefined
        ? []
        : [{ key, against: RIVALS.get(name) ?? name.replaceAll("_", " "), percent }];
    })
    .sort((a, b) => a.percent - b.percent);
}

/** Return what a BD-rate means: "4.13 % fewer bits than x264 medium at equal PSNR-Y". */
export function bdRateWords({ key, against, percent }: BdRate): string {
  const size = metricNumber(key, Math.abs(percent));
  const quality = key.startsWith("bd_rate_yuv") ? "PSNR-YUV" : "PSNR-Y";
  if (!/[1-9]/.test(size)) return `as many bits as ${against} at equal ${quality}`;
  return `${size} % ${percent < 0 ? "fewer" : "more"} bits than ${against} at equal ${quality}`;
}

/** Return the scores that are no BD-rates, each with its name. */
export function otherScores(metrics: Record<string, number>): [key: string, name: string][] {
  const others = Object.keys(metrics).filter((key) => !BD_RATE.test(key));
  return others.sort().map((key) => [key, metricName(key)]);
}
