// The days of a chart as things to point at: each is a link that narrows to it. One stop for Tab,
// arrows lead from day to day; dragging, or Shift with the arrows, chooses a span of them.
import { useRef, useState } from "preact/hooks";

import { link } from "../state/location";
import { Chosen } from "./chosen";
import type { DayRoom } from "./day-frame";
import type { DayBrush, Reach } from "./day-span";
import { useDrag } from "./drag";
import type { Box } from "./plane";
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
  const group = useRef<SVGGElement>(null);
  const [at, setAt] = useState<number>();
  const [shown, show] = useState<number>();
  const current = within(at ?? Infinity, bars.length);
  const slot = (x: number) => within(Math.floor((x - room.left) / room.step), bars.length);
  const drag = useDrag(group, (from, to) => {
    brush?.choose({ from: slot(from.x), to: slot(to.x) });
  });

  const onKey = (event: KeyboardEvent) => {
    const next = stepped(event.key, current, bars.length);
    if (event.key === "Escape" && brush?.reach) brush.choose(undefined);
    else if (next === undefined) return;
    else {
      const from = brush?.reach?.from ?? current;
      brush?.choose(event.shiftKey ? { from, to: next } : undefined);
      group.current?.querySelectorAll<SVGAElement>("a")[next]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <g
      ref={group}
      class="slots"
      {...drag.handlers}
      onPointerDownCapture={() => brush?.choose(undefined)}
      onPointerLeave={() => show(undefined)}
      onKeyDown={onKey}
    >
      {brush?.reach && <Chosen box={boxOf(brush.reach, room)} />}
      {bars.map((bar, index) => (
        <a
          key={bar.first}
          href={link({ from: bar.first, to: bar.last })}
          aria-label={`${describe(bar)} ${when(bar)}, show only ${only(bar)}`}
          tabIndex={index === current ? 0 : -1}
          onPointerEnter={() => show(index)}
          onFocus={() => {
            setAt(index);
            show(index);
          }}
          onBlur={() => show(undefined)}
        >
          <Slot room={room} index={index} />
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

function Slot({ room, index }: { room: DayRoom; index: number }) {
  const { left, top, floor, step } = room;
  return <rect class="slot" x={left + index * step} y={top} width={step} height={floor - top} />;
}

function boxOf({ from, to }: Reach, { left, top, floor, step }: DayRoom): Box {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  return { left: left + first * step, right: left + (last + 1) * step, top, bottom: floor };
}

function when({ first, last }: Bin): string {
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

function only({ first, last }: Bin): string {
  return first === last ? "this day" : "these days";
}

function stepped(key: string, at: number, length: number): number | undefined {
  const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: length - 1 }[key];
  return next === undefined ? undefined : within(next, length);
}

function within(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}
