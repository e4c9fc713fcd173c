// The days of a chart as things to point at: each is a link that narrows to it. One stop for Tab,
// arrows lead from day to day; dragging, or Shift with the arrows, chooses a span of them.
import { useEffect, useRef, useState } from "preact/hooks";

import { link } from "../state/location";
import type { DayRoom } from "./day-frame";
import type { DayBrush, Reach } from "./day-span";
import type { Bin } from "./tally";

interface Props {
  bars: readonly Bin[];
  room: DayRoom;
  /** Says what a bar shows: "3 failures". */
  describe: (bar: Bin) => string;
  /** Without it, days can be pointed at and followed, but no span be chosen. */
  brush?: DayBrush;
}

export function DaySlots({ bars, room, describe, brush }: Props) {
  const { left, top, step } = room;
  const height = room.floor - top;
  const group = useRef<SVGGElement>(null);
  const [at, setAt] = useState<number>();
  const [shown, show] = useState<number>();
  const [dragging, drag] = useState<number>();
  const current = Math.min(at ?? bars.length - 1, bars.length - 1);

  useEffect(() => {
    if (dragging === undefined) return;
    const drop = () => drag(undefined);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", drop);
    return () => {
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", drop);
    };
  }, [dragging]);

  const move = (event: PointerEvent) => {
    if (dragging === undefined || !group.current) return;
    const x = event.clientX - group.current.ownerSVGElement!.getBoundingClientRect().left - left;
    const over = Math.min(bars.length - 1, Math.max(0, Math.floor(x / step)));
    if (over !== dragging || brush?.reach) brush?.choose({ from: dragging, to: over });
  };

  const onKey = (event: KeyboardEvent) => {
    const next = steppedTo(event.key, current, bars.length);
    if (event.key === "Escape" && brush?.reach) brush.choose(undefined);
    else if (next === undefined) return;
    else {
      if (event.shiftKey) brush?.choose({ from: brush.reach?.from ?? current, to: next });
      else brush?.choose(undefined);
      setAt(next);
      group.current?.querySelectorAll<SVGAElement>("a")[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <g
      ref={group}
      class="slots"
      onPointerMove={move}
      onPointerLeave={() => show(undefined)}
      onKeyDown={onKey}
      onDragStart={(event: DragEvent) => event.preventDefault()}
    >
      {brush?.reach && <Chosen {...brush.reach} room={room} />}
      {bars.map((bar, index) => (
        <a
          key={bar.first}
          href={link({ from: bar.first, to: bar.last })}
          aria-label={`${describe(bar)} ${when(bar)}, show only ${bar.first === bar.last ? "this day" : "these days"}`}
          tabIndex={index === current ? 0 : -1}
          onPointerDown={(event: PointerEvent) => {
            if (event.button !== 0) return;
            brush?.choose(undefined);
            drag(index);
          }}
          onPointerEnter={() => show(index)}
          onFocus={() => {
            setAt(index);
            show(index);
          }}
          onBlur={() => show(undefined)}
        >
          <rect class="slot" x={left + index * step} y={top} width={step} height={height} />
        </a>
      ))}
      {shown !== undefined && bars[shown] && (
        <text class="note" x={room.right} y={9} text-anchor="end" aria-hidden="true">
          {describe(bars[shown])} · {bars[shown].first}
        </text>
      )}
    </g>
  );
}

function Chosen({ from, to, room }: Reach & { room: DayRoom }) {
  const { left, top, floor, step } = room;
  return (
    <rect
      class="chosen"
      x={left + Math.min(from, to) * step}
      y={top}
      width={(Math.abs(to - from) + 1) * step}
      height={floor - top}
    />
  );
}

function when({ first, last }: Bin): string {
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

function steppedTo(key: string, at: number, length: number): number | undefined {
  const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: length - 1 }[key];
  return next === undefined ? undefined : Math.min(length - 1, Math.max(0, next));
}
