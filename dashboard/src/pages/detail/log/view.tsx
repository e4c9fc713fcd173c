import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { Evidence, FailureDetail } from "../../../api/types";
import { Problem } from "../../../components/notice";
import { formatLines, parseLines } from "../../../format/lines";
import { citedLines, lineAt } from "../../../format/log";
import { detailKeys } from "../../../state/keys";
import { hash, point } from "../../../state/location";
import { wrapLog } from "../../../state/preferences";
import { LogFoot } from "./foot";
import { LogHead } from "./head";
import { LogLines } from "./lines";
import { useFind } from "./use-find";
import { useLog } from "./use-log";
import { useWindow } from "./use-window";

/** The numbered log with its evidence marked, opened at the first line of it. */
export function LogView({ failure }: { failure: FailureDetail }) {
  const section = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const log = useLog(failure);
  const find = useFind(log);
  const view = useWindow(box, log.text, wrapLog.value);
  const cited = citedLines(failure.diagnosis.evidence);
  const target = parseLines(hash.value, "L");
  const step = (by: 1 | -1) => {
    // Where the address points now: keys may come faster than pictures.
    const next = neighbourOf(cited, parseLines(hash.peek(), "L")?.from, by);
    if (!next) return;
    point(formatLines({ from: next.line, to: next.line }, "L"));
    view.reveal(next.line); // also when it is where the address points already
  };

  const wanted = target?.from ?? cited[0]?.line;
  const isThere = wanted !== undefined && lineAt(log.text, wanted) !== undefined;
  useLayoutEffect(() => {
    if (wanted === undefined) return;
    if (isThere) view.reveal(wanted);
    else if (wanted <= log.text.total) log.fetch();
  }, [wanted, isThere]);
  useFollow(section, target?.from);
  useLayoutEffect(() => {
    if (find.place) view.reveal(find.place.line);
  }, [find.text, find.position, find.place?.line]);
  useLayoutEffect(() => {
    detailKeys.value = { evidence: step, ...(find.total > 0 && { hit: find.step }) };
    return () => (detailKeys.value = {});
  });

  return (
    <section ref={section} class="log" aria-labelledby="log-title">
      <LogHead
        event={failure.event}
        log={log}
        find={find}
        cited={cited}
        current={target?.from ?? cited[0]?.line}
        step={step}
        look={(text) => find.look(text, find.place?.line ?? view.top())}
      />
      {log.whole.problem && (
        <Problem problem={log.whole.problem} what="the whole log" retry={log.whole.reload} />
      )}
      {log.text.total === 0 ? (
        <p class="hint">The run wrote no log.</p>
      ) : (
        <>
          <LogLines box={box} view={view} log={log} cited={cited} target={target} find={find} />
          <LogFoot log={log} target={target} />
        </>
      )}
    </section>
  );
}

/** Return the evidence after, or before, a line; in a circle. */
function neighbourOf(
  cited: readonly Evidence[],
  line: number | undefined,
  by: 1 | -1,
): Evidence | undefined {
  const from = line ?? cited[0]?.line ?? 0;
  const next =
    by > 0 ? cited.find((item) => item.line > from) : cited.findLast((item) => item.line < from);
  return next ?? cited.at(by > 0 ? 0 : -1);
}

/** Bring the log into view when a link elsewhere in the detail points into it. */
function useFollow(section: RefObject<HTMLElement | null>, line: number | undefined): void {
  useEffect(() => {
    if (line !== undefined) section.current?.scrollIntoView({ block: "nearest" });
  }, [line]);
}
