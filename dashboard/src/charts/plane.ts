// The rate-distortion plane: bitrate on a logarithmic scale, quality in dB on a linear one. Pure.
import type { RatePoint } from "./pareto";
import { extent, linear, logarithmic, logTicks, ticks, type Scale, type Span } from "./scale";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Plane {
  width: number;
  height: number;
  /** Where points are drawn; the axes stand outside of it. */
  box: Box;
  x: Scale;
  y: Scale;
  rates: readonly number[];
  qualities: readonly number[];
}

const MARGIN = { left: 38, top: 8, right: 12, bottom: 36 };
/** How far points that may lie anywhere stretch the plane, as a share of what the others span. */
const STRETCH = 0.35;
const RATE_TICK = 64;
const QUALITY_TICK = 44;

/**
 * Lay out a plane.
 *
 * @param firm points that are inside
 * @param loose points that stretch the plane a little, but not out of use: failures may lie anywhere
 */
export function planeOf(
  firm: readonly RatePoint[],
  loose: readonly RatePoint[],
  width: number,
  height: number,
): Plane {
  const box = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    bottom: Math.max(MARGIN.top + 1, height - MARGIN.bottom),
  };
  const logRates = span(firm, loose, ({ kbps }) => Math.log(kbps), [Math.log(100), Math.log(1000)]);
  const rates: Span = [Math.exp(logRates[0]), Math.exp(logRates[1])];
  const qualities = span(firm, loose, ({ psnr_y_db }) => psnr_y_db, [30, 40]);
  return {
    width,
    height,
    box,
    x: logarithmic(rates, [box.left, box.right]),
    y: linear(qualities, [box.bottom, box.top]),
    rates: logTicks(rates, (box.right - box.left) / RATE_TICK),
    qualities: ticks(qualities, (box.bottom - box.top) / QUALITY_TICK),
  };
}

/** Return where a point is drawn; one beyond the plane at its edge. */
export function place(plane: Plane, { kbps, psnr_y_db }: RatePoint): { x: number; y: number } {
  const { left, right, top, bottom } = plane.box;
  const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  return {
    x: within(plane.x(kbps), left, right),
    y: within(plane.y(psnr_y_db), top, bottom),
  };
}

/** Return points that can be drawn: a rate of nothing has no logarithm. */
export function drawable<P extends RatePoint>(points: readonly P[]): P[] {
  return points.filter(({ kbps, psnr_y_db }) => kbps > 0 && Number.isFinite(psnr_y_db));
}

function span(
  firm: readonly RatePoint[],
  loose: readonly RatePoint[],
  value: (point: RatePoint) => number,
  otherwise: Span,
): Span {
  const kernel = extent(firm.map(value));
  const all = extent([...firm, ...loose].map(value));
  if (!all) return otherwise;
  const [low, high] = kernel ? stretched(kernel, all) : all;
  const room = (high - low || 1) * 0.05;
  return [low - room, high + room];
}

function stretched([low, high]: Span, all: Span): Span {
  const most = (high - low || 1) * STRETCH;
  return [Math.max(all[0], low - most), Math.min(all[1], high + most)];
}
