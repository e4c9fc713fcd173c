// Which part of a long list to draw. The list is cut into blocks; a block's height is measured once
// it was drawn, and until then assumed. Pure.
import type { Slice } from "./slices";

export interface Drawn {
  /** Blocks to draw, by index, end exclusive. */
  blocks: Slice;
  /** Height of the blocks above them, and below, in pixels. */
  above: number;
  below: number;
}

/** How far beyond the edges of the view to draw, as a share of its height. */
const OVERSCAN = 1;

/**
 * Return what to draw.
 *
 * @param heights of each block, in pixels
 * @param top how far the view is scrolled, in pixels
 * @param height of the view, in pixels
 */
export function inView(heights: readonly number[], top: number, height: number): Drawn {
  const [start, end] = [top - height * OVERSCAN, top + height * (1 + OVERSCAN)];
  let [from, above] = [0, 0];
  while (from < heights.length - 1 && above + heights[from]! <= start) above += heights[from++]!;
  let [to, bottom] = [from, above];
  while (to < heights.length && (to === from || bottom < end)) bottom += heights[to++]!;
  return { blocks: { from, to }, above, below: topOf(heights, heights.length) - bottom };
}

/** Return how far from the top a block begins, in pixels. */
export function topOf(heights: readonly number[], block: number): number {
  return heights.slice(0, block).reduce((sum, height) => sum + height, 0);
}
