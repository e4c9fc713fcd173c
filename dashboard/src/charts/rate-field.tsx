// The drawing of the rate-distortion plane: a still picture, and what moves with the pointer.
import { useEffect, useMemo, useState } from "preact/hooks";

import { MarkField } from "./mark-field";
import { markWords } from "./mark-words";
import { placed, type Mark, type PlacedMark } from "./marks";
import { inside } from "./near";
import { drawable, planeOf, type Plane } from "./plane";
import { RateAxes, RateLineMarks, type RateLine } from "./rate-plane";
import type { Region } from "./region";
import { linePath, markPath, type Shape } from "./shapes";

export const MARK_STYLES: Record<Mark["kind"], { shape: Shape; radius: number }> = {
  unmeasured: { shape: "cross", radius: 2.5 },
  measured: { shape: "cross", radius: 3 },
  adopted: { shape: "circle", radius: 2.5 },
  front: { shape: "circle", radius: 3.5 },
};
/** The later is drawn over the earlier. */
const KINDS = Object.keys(MARK_STYLES) as Mark["kind"][];
const TIP_ROOM = 104;
const TIP_HEIGHT = 60;

interface Props {
  anchors: readonly RateLine[];
  marks: readonly Mark[];
  width: number;
  height: number;
  labelledBy: string;
  region: Region | undefined;
  choose: (region: Region | undefined) => void;
}

export function RateField({ anchors, marks, width, height, labelledBy, region, choose }: Props) {
  const [pointed, point] = useState<PlacedMark>();
  const plane = useMemo(
    () => planOf(anchors, marks, width, height),
    [anchors, marks, width, height],
  );
  const places = useMemo(() => placed(marks, plane), [marks, plane]);
  // Thousands of marks: drawn anew only when they are others.
  const picture = useMemo(
    () => <Picture anchors={anchors} places={places} plane={plane} />,
    [anchors, places, plane],
  );
  useEffect(() => choose(undefined), [width, height]);
  return (
    <>
      <svg width={width} height={height} role="group" aria-labelledby={labelledBy}>
        {picture}
        <MarkField
          marks={places}
          plane={plane}
          region={region?.box}
          choose={(box) => choose(box && { box, marks: inside(places, box) })}
          show={point}
        />
      </svg>
      {pointed && <Tip pointed={pointed} width={width} />}
    </>
  );
}

function planOf(
  anchors: readonly RateLine[],
  marks: readonly Mark[],
  width: number,
  height: number,
) {
  const good = marks.filter(({ kind }) => kind === "front" || kind === "adopted");
  const known = anchors.flatMap(({ points }) => drawable(points));
  const bad = marks.filter(({ kind }) => kind === "measured");
  return planeOf([...known, ...good], bad, width, height);
}

function Picture(props: {
  anchors: readonly RateLine[];
  places: readonly PlacedMark[];
  plane: Plane;
}) {
  const { anchors, places, plane } = props;
  const front = places
    .filter(({ mark }) => mark.kind === "front")
    .sort((a, b) => a.mark.kbps - b.mark.kbps);
  return (
    <>
      <RateAxes plane={plane} />
      {anchors.map((line) => (
        <RateLineMarks key={line.name} line={line} plane={plane} />
      ))}
      <g class="rate-line tone-front" aria-hidden="true">
        <path class="rate-stroke" d={linePath(front)} />
      </g>
      {KINDS.map((kind) => (
        <g key={kind} class={`rate-line tone-${kind}`} aria-hidden="true">
          <path class="rate-mark" d={marksPath(places, kind)} />
        </g>
      ))}
    </>
  );
}

function marksPath(places: readonly PlacedMark[], kind: Mark["kind"]): string {
  const { shape, radius } = MARK_STYLES[kind];
  return places
    .filter(({ mark }) => mark.kind === kind)
    .map(({ x, y }) => markPath(shape, x, y, radius))
    .join("");
}

/** What is pointed at, beside it. Its link says the same to those who cannot see it. */
function Tip({ pointed: { mark, x, y }, width }: { pointed: PlacedMark; width: number }) {
  const [what, where] = markWords(mark);
  const left = Math.min(Math.max(x, TIP_ROOM), Math.max(TIP_ROOM, width - TIP_ROOM));
  return (
    <div
      class={y < TIP_HEIGHT ? "tip tip-below" : "tip"}
      style={{ left: `${left}px`, top: `${y}px` }}
      aria-hidden="true"
    >
      <strong>{what}</strong>
      <span>{where}</span>
    </div>
  );
}
