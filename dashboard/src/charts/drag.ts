// Dragging over a drawing, told apart from clicks on the links in it.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Point {
  x: number;
  y: number;
}

/** Shorter drags are clicks of an unsteady hand. */
const LEAST_PX = 5;

/**
 * Follow drags that begin within a group of a drawing.
 *
 * @param group to be given the handlers that are returned
 * @param moved is told where a drag began and where it is, in pixels of the drawing
 */
export function useDrag(
  group: RefObject<SVGGElement | null>,
  moved: (from: Point, to: Point) => void,
) {
  const start = useRef<Point | undefined>(undefined);
  const dragged = useRef(false);
  const tell = useRef(moved);
  tell.current = moved;

  const at = (event: PointerEvent): Point => {
    const frame = group.current?.ownerSVGElement?.getBoundingClientRect();
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) };
  };

  useEffect(() => {
    const move = (event: PointerEvent) => {
      if (!start.current) return;
      const [from, to] = [start.current, at(event)];
      dragged.current ||= Math.hypot(to.x - from.x, to.y - from.y) >= LEAST_PX;
      if (dragged.current) tell.current(from, to);
    };
    const drop = () => {
      start.current = undefined;
      // The click of this very release comes before any timer.
      setTimeout(() => (dragged.current = false));
    };
    return listen({ pointermove: move, pointerup: drop, pointercancel: drop });
  }, []);

  return {
    at,
    isDown: () => start.current !== undefined,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) start.current = at(event);
      },
      onClickCapture: (event: MouseEvent) => {
        if (!dragged.current) return;
        event.preventDefault();
        event.stopPropagation();
      },
      // The browser would drag the link itself.
      onDragStart: (event: DragEvent) => event.preventDefault(),
    },
  };
}

/** Listen on the window, for a drag may leave the drawing; return how to stop. */
function listen(listeners: Record<string, (event: PointerEvent) => void>): () => void {
  const all = Object.entries(listeners) as [string, EventListener][];
  for (const [name, listener] of all) addEventListener(name, listener);
  return () => {
    for (const [name, listener] of all) removeEventListener(name, listener);
  };
}
