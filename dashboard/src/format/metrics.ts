// Scores by name. A pipeline chooses the names; the unit is the last word of each.

const UNITS: Record<string, { unit: string; digits: number }> = {
  kbps: { unit: "kbit/s", digits: 1 },
  db: { unit: "dB", digits: 2 },
  percent: { unit: "%", digits: 2 },
  s: { unit: "s", digits: 2 },
  ms: { unit: "ms", digits: 0 },
  fps: { unit: "fps", digits: 1 },
  bytes: { unit: "bytes", digits: 0 },
};

/** The scores a list has columns for. */
export const METRIC_COLUMNS = [
  { key: "bitrate_kbps", title: "Bitrate", unit: "kbit/s" },
  { key: "psnr_y_db", title: "PSNR-Y", unit: "dB" },
  { key: "bd_rate_vs_parent_percent", title: "BD-rate", unit: "% vs parent" },
] as const;

/** Return "Bd rate vs parent" for "bd_rate_vs_parent_percent". */
export function metricName(key: string): string {
  const words = key.split("_");
  if (words.length > 1 && words.at(-1)! in UNITS) words.pop();
  const name = words.join(" ").replace(/\bbd rate\b/, "BD-rate").replace(/\bpsnr y\b/, "PSNR-Y").replace(/\bqp\b/, "QP");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Return the number with the digits its unit deserves, and a true minus sign. */
export function metricNumber(key: string, value: number): string {
  const digits = UNITS[key.split("_").at(-1)!]?.digits ?? (Number.isInteger(value) ? 0 : 3);
  return signed(value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

export function metricUnit(key: string): string {
  return UNITS[key.split("_").at(-1)!]?.unit ?? "";
}

/** Return a size of memory in the unit a person would choose. */
export function bytes(size: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[step]}`;
}

function signed(text: string): string {
  return text.replace("-", "−");
}
