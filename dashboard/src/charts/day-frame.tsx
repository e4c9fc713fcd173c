// The frame of a chart over days: its greatest value, its ground, its first and last day.
import type { ComponentChildren } from "preact";

import type { Bin } from "./tally";

const FOOT = 18;
const HEAD = 16;
const THICKEST = 36;

/** Where the marks of a chart over days are. */
export interface DayRoom {
  left: number;
  right: number;
  top: number;
  /** Where marks stand on. */
  floor: number;
  /** Width for each bar, and of the bar in it. */
  step: number;
  thick: number;
}

interface Props {
  bars: readonly Bin[];
  width: number;
  height: number;
  labelledBy: string;
  /** What the line at the top stands for. */
  most?: string;
  /** Width kept free at the left for an axis. */
  gutter?: number;
  children: (room: DayRoom) => ComponentChildren;
}

export function DayFrame(props: Props) {
  const { bars, width, height, labelledBy, most, gutter = 0, children } = props;
  const [step, floor] = [(width - gutter) / bars.length, height - FOOT];
  const thick = Math.min(THICKEST, Math.max(1, step - Math.min(3, step / 4)));
  return (
    <svg width={width} height={height} role="group" aria-labelledby={labelledBy}>
      {most !== undefined && (
        <text class="note" x={0} y={9}>
          {most}
        </text>
      )}
      <line class="grid" x1={gutter} x2={width} y1={HEAD + 0.5} y2={HEAD + 0.5} />
      <line class="grid" x1={gutter} x2={width} y1={floor + 0.5} y2={floor + 0.5} />
      {children({ left: gutter, right: width, top: HEAD, floor, step, thick })}
      <text class="note" x={gutter} y={height - 4}>
        {bars[0]?.first}
      </text>
      {bars.length > 1 && (
        <text class="note" x={width} y={height - 4} text-anchor="end">
          {bars.at(-1)?.last}
        </text>
      )}
    </svg>
  );
}

/** One bar a day, from the ground up. */
export function Bars(props: { values: readonly number[]; most: number; room: DayRoom }) {
  const { values, most, room } = props;
  const { left, top, floor, step, thick } = room;
  return (
    <g aria-hidden="true">
      {values.map((value, at) => {
        if (value === 0) return null;
        const height = Math.max(2, ((floor - top) * value) / most);
        return (
          <rect
            key={at}
            class="day-bar"
            x={left + at * step + (step - thick) / 2}
            y={floor - height}
            width={thick}
            height={height}
            rx={Math.min(2, thick / 3)}
          />
        );
      })}
    </g>
  );
}
