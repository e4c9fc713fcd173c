// Marks to point at: the nearest one is a link to its experiment, one stop for Tab. Arrows lead by
// rate and by quality; dragging, or Shift with the arrows, chooses a region.
import { useEffect, useRef, useState } from "preact/hooks";

import { announce } from "../state/announce";
import { link } from "../state/location";
import { OPENER } from "../state/steps";
import { markWords } from "./mark-words";
import type { PlacedMark } from "./marks";
import { boxOf, nearest, neighbouring } from "./near";
import type { Box, Plane } from "./plane";

const REACH = 16;
const RING = 7;
/** Shorter drags are clicks of an unsteady hand. */
const LEAST_DRAG = 5;
const ROOM = 7;

interface Point {
  x: number;
  y: number;
}

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
  const [corner, setCorner] = useState<Point>();
  const start = useRef<Point | undefined>(undefined);
  const dragged = useRef(false);
  const current = marks.find(({ mark }) => mark.key === key) ?? marks.at(0);

  const point = (mark: PlacedMark | undefined) => {
    if (mark) setKey(mark.mark.key);
    show(mark);
  };

  const at = (event: PointerEvent): Point => {
    const frame = group.current?.ownerSVGElement?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) };
  };

  useEffect(() => {
    const move = (event: PointerEvent) => {
      if (!start.current) return;
      const here = at(event);
      const far = Math.hypot(here.x - start.current.x, here.y - start.current.y) >= LEAST_DRAG;
      if (!far && !dragged.current) return;
      dragged.current = true;
      choose(boxOf(start.current, here));
    };
    const drop = () => {
      start.current = undefined;
      // The click of this very release comes before any timer.
      setTimeout(() => (dragged.current = false));
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
    return () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
    };
  }, [choose]);

  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.key === "Escape" && region) choose(undefined);
    else if (!step || !current) return;
    else {
      const next = neighbouring(marks, current, ...step);
      const from = event.shiftKey ? (corner ?? current) : undefined;
      setCorner(from);
      choose(from && boxOf(from, next, ROOM));
      point(next);
      announce(markWords(next.mark).join(", "));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { box } = plane;
  return (
    <g
      ref={group}
      class="field"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        [start.current, dragged.current] = [at(event), false];
        choose(undefined);
      }}
      onPointerMove={(event) => {
        if (start.current) return;
        const { x, y } = at(event);
        point(nearest(marks, x, y, REACH));
      }}
      onPointerLeave={() => show(undefined)}
      onClickCapture={(event) => {
        if (!dragged.current) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onDragStart={(event: DragEvent) => event.preventDefault()}
      onKeyDown={onKey}
    >
      <rect
        class="slot"
        x={box.left}
        y={box.top}
        width={box.right - box.left}
        height={box.bottom - box.top}
      />
      {region && (
        <rect
          class="chosen"
          x={region.left}
          y={region.top}
          width={region.right - region.left}
          height={region.bottom - region.top}
        />
      )}
      {current && (
        <a
          href={link({ experiment: current.mark.experiment, failure: current.mark.failure })}
          aria-label={`${markWords(current.mark).join(", ")}, open the experiment`}
          onFocus={() => show(current)}
          onBlur={() => show(undefined)}
          {...{ [OPENER]: current.mark.experiment }}
        >
          <circle class="slot" cx={current.x} cy={current.y} r={REACH} />
          <circle class="ring" cx={current.x} cy={current.y} r={RING} />
        </a>
      )}
    </g>
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
