// Marks to point at: the nearest one is a link to its experiment, one stop for Tab. Arrows lead by
// rate and by quality; dragging, or Shift with the arrows, chooses a region.
import { useRef, useState } from "preact/hooks";

import { announce } from "../state/announce";
import { link } from "../state/location";
import { OPENER } from "../state/steps";
import { Chosen } from "./chosen";
import { useDrag, type Point } from "./drag";
import { markWords } from "./mark-words";
import type { PlacedMark } from "./marks";
import { boxOf, nearest, neighbouring } from "./near";
import type { Box, Plane } from "./plane";

const REACH = 16;
const RING = 7;
/** Around the marks that a region chosen by keys goes from and to. */
const MARGIN = 7;

interface Props {
  marks: readonly PlacedMark[];
  plane: Plane;
  region: Box | undefined;
  choose: (region: Box | undefined) => void;
  /** Tells which mark is pointed at, or that none is any more. */
  show: (mark: PlacedMark | undefined) => void;
}

export function MarkField({ marks, plane, region, choose, show }: Props) {
  const group = useRef<SVGGElement>(null);
  const [key, setKey] = useState<string>();
  const current = marks.find(({ mark }) => mark.key === key) ?? marks[0];
  const point = (mark: PlacedMark | undefined) => {
    if (mark) setKey(mark.mark.key);
    show(mark);
  };
  const drag = useDrag(group, (from, to) => choose(boxOf(from, to)));
  const onKey = useArrows({ marks, current, region, choose, point });
  return (
    <g
      ref={group}
      class="field"
      {...drag.handlers}
      onPointerDownCapture={() => choose(undefined)}
      onPointerMove={(event) => {
        if (drag.isDown()) return;
        const { x, y } = drag.at(event);
        point(nearest(marks, x, y, REACH));
      }}
      onPointerLeave={() => show(undefined)}
      onKeyDown={onKey}
    >
      <Ground box={plane.box} />
      {region && <Chosen box={region} />}
      {current && <PointedMark current={current} show={show} />}
    </g>
  );
}

function Ground({ box: { left, right, top, bottom } }: { box: Box }) {
  return <rect class="slot" x={left} y={top} width={right - left} height={bottom - top} />;
}

/** One and the same link whichever mark is pointed at: replaced, it would lose the focus. */
function PointedMark({ current, show }: { current: PlacedMark; show: Props["show"] }) {
  const { mark, x, y } = current;
  return (
    <a
      href={link({ experiment: mark.experiment, failure: mark.failure })}
      aria-label={`${markWords(mark).join(", ")}, open the experiment`}
      onFocus={() => show(current)}
      onBlur={() => show(undefined)}
      {...{ [OPENER]: mark.experiment }}
    >
      <circle class="slot" cx={x} cy={y} r={REACH} />
      <circle class="ring" cx={x} cy={y} r={RING} />
    </a>
  );
}

const STEPS: Record<string, ["x" | "y", number]> = {
  ArrowLeft: ["x", -1],
  ArrowRight: ["x", 1],
  // Up on screen is a smaller y.
  ArrowUp: ["y", -1],
  ArrowDown: ["y", 1],
  PageUp: ["x", 10],
  PageDown: ["x", -10],
  Home: ["x", -Infinity],
  End: ["x", Infinity],
};

/** Arrows point at the next mark; with Shift, the region grows from where Shift was first held. */
function useArrows(
  props: Pick<Props, "marks" | "region" | "choose"> & {
    current: PlacedMark | undefined;
    point: (mark: PlacedMark) => void;
  },
) {
  const { marks, current, region, choose, point } = props;
  const [corner, setCorner] = useState<Point>();
  return (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.key === "Escape" && region) choose(undefined);
    else if (!step || !current) return;
    else {
      const next = neighbouring(marks, current, ...step);
      const from = event.shiftKey ? (corner ?? current) : undefined;
      setCorner(from);
      choose(from && boxOf(from, next, MARGIN));
      point(next);
      announce(markWords(next.mark).join(", "));
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
