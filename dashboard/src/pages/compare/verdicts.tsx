import { useLayoutEffect, useRef } from "preact/hooks";

import { Icon } from "../../components/icon";
import { shortId } from "../../format/ids";
import { lineShown } from "../../format/log";
import { visible } from "../../format/text";
import { SOURCE_WORDS, STATUS_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { LogLine } from "../detail/log/line";
import { Letter, letterOf } from "./letters";
import type { Compared } from "./use-compared";

/** Why each of them died, and the end of its log, in columns that scroll as one. */
export function Verdicts({ compared }: { compared: readonly Compared[] }) {
  return (
    <section aria-labelledby="compare-verdicts">
      <header class="section-head">
        <h2 id="compare-verdicts">Verdicts and logs</h2>
      </header>
      <div
        class="compare-columns"
        role="region"
        aria-label="Verdicts and logs side by side"
        tabIndex={0}
      >
        {compared.map((one, at) => (
          <article key={one.id} aria-label={`${letterOf(at)}, experiment ${shortId(one.id)}`}>
            <h3>
              <Letter at={at} /> <span class="id">{shortId(one.id)}</span>
            </h3>
            <Verdict one={one} />
            <Log one={one} letter={letterOf(at)} />
          </article>
        ))}
      </div>
    </section>
  );
}

function Verdict({ one: { experiment, failure, problem } }: { one: Compared }) {
  if (problem) {
    return (
      <p class="hint">
        <Icon name="alert" size={14} /> Not to be had: {problem.message}.
      </p>
    );
  }
  if (failure) {
    const { root_cause: cause, fix_suggestion: fix, source, confidence } = failure.diagnosis;
    return (
      <div class="compare-verdict">
        <p>{visible(cause)}</p>
        <p>
          <b>Suggested fix.</b> {visible(fix)}
        </p>
        <p class="hint">
          {SOURCE_WORDS[source]}, confidence {confidence.toFixed(2)}
        </p>
      </div>
    );
  }
  if (!experiment) return null;
  return (
    <p class="hint compare-verdict">
      {experiment.failure_id
        ? "Its analysis is still to come."
        : `${STATUS_WORDS[experiment.status]}: there is nothing to explain.`}
    </p>
  );
}

function Log({ one, letter }: { one: Compared; letter: string }) {
  const { id, failure } = one;
  const lines = useEvidenceInView(failure?.diagnosis.failure_id);
  if (!failure) return <p class="hint compare-no-log">A log is kept of failures only.</p>;
  const { log, diagnosis } = failure;
  const quotes = new Map(diagnosis.evidence.map(({ line, quote }) => [line, quote]));
  return (
    <>
      <div
        ref={lines}
        class="log-lines wrapped"
        role="region"
        aria-label={`Log of ${letter}`}
        tabIndex={0}
      >
        {log.lines.map((text, at) => (
          <LogLine
            key={at}
            number={log.first_line + at}
            text={lineShown(text)}
            quote={quotes.get(log.first_line + at)}
            found={undefined}
            target={false}
          />
        ))}
      </div>
      <p class="hint">
        Lines {log.first_line.toLocaleString("en")} to{" "}
        {(log.first_line + log.lines.length - 1).toLocaleString("en")} of{" "}
        {log.total_lines.toLocaleString("en")}.{" "}
        <a href={link({ experiment: id, failure: diagnosis.failure_id })}>Whole log</a>
      </p>
    </>
  );
}

/** Scroll a log to what the diagnosis cites of it, and the page not at all. */
function useEvidenceInView(failure: string | undefined) {
  const lines = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = lines.current;
    const cited = box?.querySelector<HTMLElement>(".evidence");
    if (box && cited) box.scrollTop = cited.offsetTop - box.offsetTop - box.clientHeight / 3;
  }, [failure]);
  return lines;
}
