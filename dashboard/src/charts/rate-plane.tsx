// What every picture of rate and distortion shares: axes, lines told apart by dash and shape, legend.
import type { ComponentChildren } from "preact";

import type { RatePoint } from "./pareto";
import { drawable, place, type Plane } from "./plane";
import { linePath, markPath, type Shape } from "./shapes";

/** One encoder's or experiment's points, joined by a line. */
export interface RateLine {
  name: string;
  points: readonly RatePoint[];
  /** Chosen by class, never alone: `dash` and `shape` say the same without colour. */
  tone: "anchor" | "front" | "line-1" | "line-2" | "line-3" | "line-4";
  dash?: string;
  shape: Shape;
}

const MARK = 3.6;

export function RateAxes({ plane }: { plane: Plane }) {
  const { box, rates, qualities, x, y } = plane;
  const middle = (box.top + box.bottom) / 2;
  return (
    <g aria-hidden="true">
      {qualities.map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line class="grid" x1={box.left} x2={box.right} y1={0} y2={0} />
          <text x={box.left - 6} text-anchor="end" class="tick">
            {tick}
          </text>
        </g>
      ))}
      {rates.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} 0)`}>
          <line class="grid" x1={0} x2={0} y1={box.top} y2={box.bottom} />
          <text y={box.bottom + 15} text-anchor="middle">
            {tick.toLocaleString("en")}
          </text>
        </g>
      ))}
      <text x={(box.left + box.right) / 2} y={box.bottom + 31} text-anchor="middle">
        Bitrate, kbit/s (logarithmic)
      </text>
      <text transform={`translate(9 ${middle}) rotate(-90)`} text-anchor="middle">
        PSNR-Y, dB
      </text>
    </g>
  );
}

export function RateLineMarks({ line, plane }: { line: RateLine; plane: Plane }) {
  const places = drawable(line.points)
    .sort((a, b) => a.kbps - b.kbps)
    .map((point) => place(plane, point));
  return (
    <g class={`rate-line tone-${line.tone}`} aria-hidden="true">
      <path class="rate-stroke" d={linePath(places)} stroke-dasharray={line.dash} />
      <path
        class="rate-mark"
        d={places.map(({ x, y }) => markPath(line.shape, x, y, MARK)).join("")}
      />
    </g>
  );
}

/** One entry of a legend: the mark as it is drawn, and what it stands for. */
export function LegendEntry(props: {
  tone: string;
  shape: Shape;
  radius?: number;
  line?: boolean;
  dash?: string | undefined;
  children: ComponentChildren;
}) {
  const { tone, shape, radius = MARK, line = true, dash, children } = props;
  const width = line ? 30 : 14;
  return (
    <li>
      <svg class={`rate-line tone-${tone}`} width={width} height={12} aria-hidden="true">
        {line && <path class="rate-stroke" d={`M0 6H${width}`} stroke-dasharray={dash} />}
        <path class="rate-mark" d={markPath(shape, width / 2, 6, radius)} />
      </svg>
      {children}
    </li>
  );
}
