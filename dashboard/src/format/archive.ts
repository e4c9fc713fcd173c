// The archive of elites as grids: rate by quality, one for each band of time. Pure.
import type { EliteArchive, EliteCell } from "../api/types";

export interface Grid {
  /** Of time. */
  band: number;
  name: string;
  /** From the highest quality down, each from the lowest rate up; undefined where nothing lies. */
  rows: (EliteCell | undefined)[][];
}

const LEVELS = 5;

/** Return "under 0.5 s", "0.5 to 2 s", "over 8 s" for the bands that edges part. */
export function bandNames(edges: readonly number[], unit: string): string[] {
  const inner = edges.slice(1).map((edge, at) => `${edges[at]} to ${edge} ${unit}`);
  return [`under ${edges[0]} ${unit}`, ...inner, `over ${edges.at(-1)} ${unit}`];
}

/** Return a grid for each band of time in which anything lies, the fastest first. */
export function grids({ cells, ...edges }: EliteArchive): Grid[] {
  const names = bandNames(edges.time_edges_s, "s");
  const [rates, qualities] = [edges.rate_edges_bpp.length + 1, edges.quality_edges_db.length + 1];
  return names.flatMap((name, band) => {
    const own = cells.filter(({ cell }) => cell.time === band);
    if (own.length === 0) return [];
    const at = (rate: number, quality: number) =>
      own.find(({ cell }) => cell.rate === rate && cell.quality === quality);
    const rows = Array.from({ length: qualities }, (_, row) =>
      Array.from({ length: rates }, (_, rate) => at(rate, qualities - 1 - row)),
    );
    return [{ band, name, rows }];
  });
}

/** Return how dark a cell is drawn, 1 to 5: the lower its score among all, the darker. */
export function eliteLevel(score: number, cells: readonly EliteCell[]): number {
  const better = cells.filter((cell) => cell.score < score).length;
  return LEVELS - Math.floor((better * LEVELS) / Math.max(1, cells.length));
}

/** Return a BD-rate with its sign, as short as a cell is narrow: "+112 %", "−4.1 %". */
export function scoreWords(score: number): string {
  const digits = Math.abs(score) < 10 ? 1 : 0;
  const size = Math.abs(score).toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${score < 0 ? "−" : "+"}${size} %`;
}
