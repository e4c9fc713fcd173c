// Scores by name. A pipeline chooses the names, "constructor" as well; the unit is the last word of
// each.
import type { Experiment } from "../api/types";

interface Unit {
  unit: string;
  digits: number;
  /** What one of the unit is in the unit the name tells. */
  size?: number;
  /** The unit of the number itself, where it is shown in another. */
  raw?: string;
}

const UNITS = new Map<string, Unit>(
  Object.entries({
    kbps: { unit: "kbit/s", digits: 1 },
    db: { unit: "dB", digits: 2 },
    percent: { unit: "%", digits: 2 },
    s: { unit: "s", digits: 2 },
    ms: { unit: "ms", digits: 0 },
    fps: { unit: "fps", digits: 1 },
    bytes: { unit: "MiB", digits: 1, size: 2 ** 20, raw: "B" },
  }),
);

/** Names that are a unit, and words that are written in a way of their own. */
const NAMES = new Map([
  ["kbps", "Bitrate"],
  ["bpp", "Bits per pixel"],
  ["qp", "QP"],
  ["vmaf", "VMAF"],
]);
const WORDS: [RegExp, string][] = [
  [/\bbd rate\b/, "BD-rate"],
  [/\bpsnr (yuv|[yuv])\b/, "PSNR-$1"],
  [/\bssim ([yuv])\b/, "SSIM-$1"],
  [/\bkbps\b/, "kbit/s"],
  [/\bdb\b/, "dB"],
  [/\bqp\b/, "QP"],
  [/\bbpp\b/, "bits per pixel"],
  [/\bBD-rate yuv\b/, "BD-rate YUV"],
];

/**
 * Return one score of an experiment. Only an experiment that was judged has scores: the mean over
 * the points of one that died on the way would compare unlike with like.
 */
export function score(
  experiment: Pick<Experiment, "metrics" | "points">,
  key: string,
): number | undefined {
  const { metrics, points } = experiment;
  const judged = own(metrics, key);
  if (judged !== undefined || Object.keys(metrics).length === 0) return judged;
  const measured = points.flatMap((point) => own(point, key) ?? []);
  if (measured.length === 0) return undefined;
  return measured.reduce((sum, value) => sum + value, 0) / measured.length;
}

function own(scores: Record<string, number>, key: string): number | undefined {
  return Object.hasOwn(scores, key) ? scores[key] : undefined;
}

/** Return "BD-rate vs champion" for "bd_rate_vs_champion_percent". */
export function metricName(key: string): string {
  const known = NAMES.get(key);
  if (known) return known;
  const words = key.split("_");
  if (words.length > 1 && UNITS.has(words.at(-1)!)) words.pop();
  const name = WORDS.reduce(
    (text, [word, written]) => text.replace(word, written),
    words.join(" "),
  );
  return (name.charAt(0).toUpperCase() + name.slice(1)).replace(/(PSNR|SSIM)-[yuv]+/, (word) =>
    word.toUpperCase(),
  );
}

/** Return the number with the digits its unit deserves, and a true minus sign. */
export function metricNumber(key: string, value: number): string {
  const { digits, size = 1 } = unitOf(key) ?? { digits: digitsOf(key, value) };
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return (value / size).toLocaleString("en", format).replace("-", "−");
}

/** Digits after the point of scores without a unit, as the field writes them. */
const DIGITS: [RegExp, number][] = [
  [/vmaf/, 2],
  [/ssim/, 4],
];

function digitsOf(key: string, value: number): number {
  const known = DIGITS.find(([name]) => name.test(key));
  return known?.[1] ?? (Number.isInteger(value) ? 0 : 3);
}

/** Return how a number differs from another, with its sign: "+1.20", "−0.31", "0.00". */
export function metricDelta(key: string, value: number, baseline: number): string {
  const text = metricNumber(key, value - baseline);
  const isZero = !/[1-9]/.test(text);
  return isZero ? text.replace("−", "") : value > baseline ? `+${text}` : text;
}

export function metricUnit(key: string): string {
  return unitOf(key)?.unit ?? "";
}

/** Return the unit of the number as the API gives it. */
export function metricRawUnit(key: string): string {
  const unit = unitOf(key);
  return unit?.raw ?? unit?.unit ?? "";
}

function unitOf(key: string): Unit | undefined {
  return UNITS.get(key.split("_").at(-1)!);
}

/** Return a size of memory in the unit a person would choose. */
export function bytes(size: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[step]}`;
}

/** Which way a score is better, as far as its name tells; a rate says little without its quality. */
export function metricGoal(key: string): "least" | "most" | undefined {
  if (/slope|^qp$/.test(key)) return undefined;
  if (/bd_rate|kbps|bpp|_(s|ms|bytes)$/.test(key)) return "least";
  if (/psnr|ssim|vmaf|fps/.test(key)) return "most";
  return undefined;
}
