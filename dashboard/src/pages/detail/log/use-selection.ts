import type { TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useRef } from "preact/hooks";

import { copyText } from "../../../components/copy";
import { formatLines, lineWords, type LineRange } from "../../../format/lines";
import { point } from "../../../state/location";
import type { Window } from "./use-window";

/** The custom property that tells how wide the column of numbers is; see log.css. */
const NUMBERS = "--numbers";
const ARROWS: Partial<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** A selection grows and shrinks at its head. */
interface Ends {
  origin: number;
  head: number;
}

/** Selecting lines: by a click on a number, with Shift up to it; or by Shift and the arrow keys. */
export function useSelection(target: LineRange | undefined, view: Window, total: number) {
  const ends = useRef<Ends | undefined>(undefined);
  const known = () => {
    const last = ends.current;
    if (target && last && rangeOf(last).from === target.from && rangeOf(last).to === target.to)
      return last;
    return target && { origin: target.from, head: target.to };
  };
  const select = (next: Ends) => {
    ends.current = next;
    point(formatLines(rangeOf(next), "L"));
  };
  return {
    // The browser would select text, and take the focus away from the log.
    onMouseDown: (event: TargetedMouseEvent<HTMLElement>) => {
      if (numberAt(event) !== undefined && event.shiftKey) event.preventDefault();
    },
    onClick: (event: TargetedMouseEvent<HTMLElement>) => {
      const line = numberAt(event);
      if (line === undefined) return;
      const origin = (event.shiftKey && known()?.origin) || line;
      select({ origin, head: line });
      if (event.shiftKey)
        void copyText(`link to ${lineWords(rangeOf({ origin, head: line }))}`, location.href);
    },
    onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => {
      const by = ARROWS[event.key];
      if (by === undefined || !event.shiftKey) return;
      event.preventDefault();
      const from = known();
      const head = Math.min(total, Math.max(1, from ? from.head + by : view.top()));
      select({ origin: from?.origin ?? head, head });
      view.reveal(head);
    },
  };
}

function rangeOf({ origin, head }: Ends): LineRange {
  return { from: Math.min(origin, head), to: Math.max(origin, head) };
}

/** Return the number of the line whose number was clicked. */
function numberAt(event: TargetedMouseEvent<HTMLElement>): number | undefined {
  const line = event.target instanceof Element ? event.target.closest("[data-line]") : null;
  const box = event.currentTarget;
  const width = parseFloat(getComputedStyle(box).getPropertyValue(NUMBERS));
  if (!line || event.clientX - box.getBoundingClientRect().left > width) return undefined;
  return Number(line.getAttribute("data-line"));
}
