import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";

import type { LogText } from "../../../format/log";
import { inView, type Drawn } from "../../../format/window";
import {
  approach,
  assumedHeight,
  blocksOf,
  firstInView,
  isInView,
  measure,
  type Block,
  type Place,
} from "./blocks";

/** Logs up to this many lines are drawn whole. */
const WHOLE = 500;

export interface Window {
  blocks: readonly Block[];
  drawn: Drawn;
  onScroll: () => void;
  /** Scroll a line into the upper third of the view, unless it is in view. */
  reveal: (line: number) => void;
  /** Return the number of the first line in view. */
  top: () => number;
}

/**
 * Draw what is in view of a log, and keep the reader's place when lines come or are wrapped.
 *
 * @param layout names what the heights of lines depend on
 */
export function useWindow(
  box: RefObject<HTMLDivElement | null>,
  log: LogText,
  layout: string,
): Window {
  const blocks = useMemo(() => blocksOf(log), [log]);
  const heights = useMemo(() => blocks.map(assumedHeight), [blocks, layout]);
  const isLong = useMemo(() => blocks.flatMap((block) => block.lines).length > WHOLE, [blocks]);
  const [, render] = useReducer((count: number, _: void) => count + 1, 0);
  const goal = useRef<Place | undefined>(undefined);
  const place = useRef<Place | undefined>(undefined);

  const look = (): Drawn => {
    if (!isLong) return { blocks: { from: 0, to: blocks.length }, above: 0, below: 0 };
    return inView(heights, box.current?.scrollTop ?? 0, box.current?.clientHeight ?? 0);
  };
  const drawn = look();
  /** Draw what has come into view; false when all of it is drawn. */
  const follow = (): boolean => {
    const { from, to } = look().blocks;
    const isDrawn = from === drawn.blocks.from && to === drawn.blocks.to;
    if (!isDrawn) render();
    return !isDrawn;
  };

  useLayoutEffect(() => {
    goal.current ??= place.current;
  }, [blocks, layout]);
  useLayoutEffect(() => {
    if (!box.current) return;
    measure(box.current, heights, drawn);
    if (goal.current && approach(box.current, goal.current, blocks, heights)) {
      goal.current = undefined;
    }
    if (!follow() && !goal.current) place.current = firstInView(box.current) ?? place.current;
  });

  return {
    blocks,
    drawn,
    onScroll: () => {
      if (!box.current) return; // the event of a log that has left the page since
      if (!follow()) place.current = firstInView(box.current) ?? place.current;
    },
    reveal: (line) => {
      if (!box.current || isInView(box.current, line)) return;
      goal.current = { line, offset: box.current.clientHeight / 3 };
      render();
    },
    top: () => place.current?.line ?? blocks[0]?.first ?? 1,
  };
}
