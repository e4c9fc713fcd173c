// Finding marks by where they are. Pure.
import type { PlacedMark } from "./marks";
import type { Box } from "./plane";

/** Return the mark nearest to a place, if one is within reach (pixels). */
export function nearest(
  marks: readonly PlacedMark[],
  x: number,
  y: number,
  reach: number,
): PlacedMark | undefined {
  let [found, least]: [PlacedMark | undefined, number] = [undefined, reach ** 2];
  for (const one of marks) {
    const distance = (one.x - x) ** 2 + (one.y - y) ** 2;
    if (distance <= least) [found, least] = [one, distance];
  }
  return found;
}

/** Return the next mark to the right or left, or up or down; the mark itself at the ends. */
export function neighbouring(
  marks: readonly PlacedMark[],
  from: PlacedMark,
  axis: "x" | "y",
  by: number,
): PlacedMark {
  const other = axis === "x" ? "y" : "x";
  const order = [...marks].sort((a, b) => a[axis] - b[axis] || a[other] - b[other]);
  const at = order.findIndex(({ mark }) => mark.key === from.mark.key);
  return order[Math.min(order.length - 1, Math.max(0, at + by))] ?? from;
}

/** Return the marks inside a box. */
export function inside(marks: readonly PlacedMark[], box: Box): PlacedMark[] {
  return marks.filter(
    ({ x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
  );
}

/** Return the box that two corners span, whichever way they were drawn. */
export function boxOf(
  one: { x: number; y: number },
  other: { x: number; y: number },
  margin = 0,
): Box {
  return {
    left: Math.min(one.x, other.x) - margin,
    right: Math.max(one.x, other.x) + margin,
    top: Math.min(one.y, other.y) - margin,
    bottom: Math.max(one.y, other.y) + margin,
  };
}
