import { useRef, useState } from "preact/hooks";

import { logUrl } from "../../api/endpoints";
import type { Evidence, FailureDetail, LogWindow } from "../../api/types";
import { Icon } from "../../components/icon";
import { citedLines, drawnSlices, hiddenSlices, lineOf, type Slice } from "../../format/log";
import { count } from "../../format/text";
import { hash } from "../../state/location";
import { wrapLog } from "../../state/preferences";
import { LogLine } from "./log-line";
import { useCurrentEvidence, useScrollTo, type Stepper } from "./use-evidence";

interface Props {
  log: LogWindow;
  evidence: readonly Evidence[];
  event: FailureDetail["event"];
}

const MORE = 500;

/** The numbered log with its evidence marked, opened at the first line of it. */
export function LogView({ log, evidence, event }: Props) {
  const cited = citedLines(evidence);
  const [opened, setOpened] = useState<readonly Slice[]>([]);
  const scroller = useRef<HTMLDivElement>(null);
  const target = lineOf(hash.value);
  const at = useCurrentEvidence(cited, target);
  useScrollTo(scroller, target ?? cited[0]?.line, log);

  const total = log.lines.length;
  const centres = [...cited.map((item) => item.line), ...(target === undefined ? [] : [target])];
  const drawn = drawnSlices(
    total,
    centres.map((line) => line - log.first_line),
    opened,
  );
  const open = (gap: Slice) =>
    setOpened([...opened, { from: gap.from, to: Math.min(gap.to, gap.from + MORE) }]);
  return (
    <section class="log">
      <LogHead log={log} cited={cited} at={at} event={event} />
      {total === 0 ? (
        <p class="hint">The run wrote no log.</p>
      ) : (
        <div
          ref={scroller}
          class={wrapLog.value === "on" ? "log-lines wrapped" : "log-lines"}
          role="region"
          aria-label="Log lines"
          tabIndex={0}
        >
          {runs(total, drawn).map(({ from, to, hidden }) =>
            hidden ? (
              <button
                key={`gap ${from}`}
                type="button"
                class="log-gap"
                onClick={() => open({ from, to })}
              >
                Show more of {count(to - from, "hidden line")}
              </button>
            ) : (
              log.lines.slice(from, to).map((text, index) => {
                const number = log.first_line + from + index;
                const quote = cited.find((item) => item.line === number)?.quote;
                return (
                  <LogLine
                    key={number}
                    number={number}
                    text={text}
                    quote={quote}
                    target={number === target}
                  />
                );
              })
            ),
          )}
        </div>
      )}
    </section>
  );
}

function LogHead(props: { log: LogWindow; cited: Evidence[]; at: Stepper; event: Props["event"] }) {
  const { log, cited, at, event } = props;
  const last = log.first_line + log.lines.length - 1;
  const part = log.lines.length < log.total_lines ? `lines ${log.first_line}–${last} of ` : "";
  return (
    <header class="section-head">
      <h3>
        Log <small>{part + count(log.total_lines, "line")}</small>
      </h3>
      {cited.length > 0 && (
        <div class="evidence-steps" role="group" aria-label="Evidence">
          <button
            type="button"
            class="icon-button"
            aria-label="Previous evidence ([)"
            title="Previous evidence ([)"
            onClick={() => at.step(-1)}
          >
            <Icon name="up" size={14} />
          </button>
          <span>
            evidence {at.position}/{cited.length}
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label="Next evidence (])"
            title="Next evidence (])"
            onClick={() => at.step(1)}
          >
            <Icon name="down" size={14} />
          </button>
        </div>
      )}
      <button
        type="button"
        class="button"
        aria-pressed={wrapLog.value === "on"}
        onClick={() => (wrapLog.value = wrapLog.value === "on" ? "off" : "on")}
      >
        Wrap
      </button>
      <a class="button" href={logUrl(event.experiment_id, event.failure_id)} download>
        <Icon name="download" size={14} />
        Whole log
      </a>
    </header>
  );
}

/** Drawn and hidden runs in order. */
function runs(total: number, drawn: readonly Slice[]): (Slice & { hidden: boolean })[] {
  const all = [
    ...drawn.map((slice) => ({ ...slice, hidden: false })),
    ...hiddenSlices(total, drawn).map((slice) => ({ ...slice, hidden: true })),
  ];
  return all.sort((a, b) => a.from - b.from);
}
