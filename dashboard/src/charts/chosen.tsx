import type { Box } from "./plane";

/** What was chosen of a drawing. */
export function Chosen({ box: { left, right, top, bottom } }: { box: Box }) {
  return <rect class="chosen" x={left} y={top} width={right - left} height={bottom - top} />;
}
