import "../../../styles/log.css";

import type { RefObject, TargetedMouseEvent } from "preact";

import type { Evidence } from "../../../api/types";
import { lineWords, type LineRange } from "../../../format/lines";
import { count } from "../../../format/text";
import { wrapLog } from "../../../state/preferences";
import { LogLine } from "./line";
import type { Find } from "./use-find";
import { useHighlights } from "./use-highlights";
import type { Log } from "./use-log";
import { useSelection } from "./use-selection";
import type { Window } from "./use-window";

interface Props {
  box: RefObject<HTMLDivElement | null>;
  view: Window;
  log: Log;
  cited: readonly Evidence[];
  target: LineRange | undefined;
  find: Find;
}

/** The lines in view. Their numbers are clicked to point at them, with Shift at several. */
export function LogLines({ box, view, log, cited, target, find }: Props) {
  const { blocks, drawn } = view;
  const quotes = new Map(cited.map(({ line, quote }) => [line, quote]));
  const select = useSelection(target, view, log.text.total);
  useHighlights(box, find);
  return (
    <div
      ref={box}
      class={wrapLog.value === "on" ? "log-lines wrapped" : "log-lines"}
      role="region"
      aria-label="Log lines"
      aria-description="Shift with the arrow keys selects lines"
      tabIndex={0}
      onScroll={view.onScroll}
      {...select}
    >
      <div style={{ height: `${drawn.above}px` }} />
      {blocks.slice(drawn.blocks.from, drawn.blocks.to).map(({ first, lines }, index) => {
        const previous = blocks[drawn.blocks.from + index - 1];
        const before = previous ? previous.first + previous.lines.length : 1;
        return (
          <div key={first} data-block>
            <Gap from={before} to={first - 1} log={log} />
            {lines.map((text, at) => {
              const number = first + at;
              return (
                <LogLine
                  key={number}
                  number={number}
                  text={text}
                  quote={quotes.get(number)}
                  found={find.place?.line === number ? find.place.at : undefined}
                  target={target !== undefined && target.from <= number && number <= target.to}
                />
              );
            })}
          </div>
        );
      })}
      <div style={{ height: `${drawn.below}px` }} />
      <Gap from={lastOf(view) + 1} to={log.text.total} log={log} />
    </div>
  );
}

function lastOf({ blocks }: Window): number {
  const last = blocks.at(-1);
  return last ? last.first + last.lines.length - 1 : 0;
}

/** Stands where lines are missing. */
function Gap({ from, to, log }: LineRange & { log: Log }) {
  if (from > to) return null;
  const missing = `${lineWords({ from, to })}`;
  if (log.cut) {
    return (
      <p class="log-gap">
        The server sends no more than 4 MiB of a log: {missing} are in the artifact only.
      </p>
    );
  }
  const fetch = (event: TargetedMouseEvent<HTMLElement>) => {
    // The button goes with the gap; the focus stays in the log.
    event.currentTarget.closest<HTMLElement>(".log-lines")?.focus({ preventScroll: true });
    log.fetch();
  };
  return (
    <button type="button" class="log-gap" onClick={fetch} aria-busy={log.whole.loading}>
      Show {count(to - from + 1, "more line")} ({missing})
    </button>
  );
}
