import "../../styles/exceptions.css";

import type { FailureDetail, Frame } from "../../api/types";
import { clip, visible } from "../../format/text";
import { isCandidate, isStopped } from "./candidate";
import { followLine } from "./follow";
import { Locals } from "./locals";

/** The log has what is beyond it of a message. */
const LONGEST = 1_000;

interface Props {
  /** Of its exceptions the root cause is the first; the one that ended the run is the last. */
  event: FailureDetail["event"];
  /** Stack frames were left out. */
  cut: boolean;
}

const RELATION_WORDS = {
  cause: "It was the direct cause of:",
  context: "While it was being handled, another was raised:",
} as const;

/** The chain of exceptions, or each thread's stack, with the variables along the way. */
export function Exceptions({ event, cut }: Props) {
  const { exceptions } = event;
  if (exceptions.length === 0) return null;
  const name = isStopped(event) ? "Thread" : "Exception";
  return (
    <section class="exceptions" aria-labelledby="exceptions-title">
      <header class="section-head">
        <h2 id="exceptions-title">{exceptions.length > 1 ? `${name}s` : name}</h2>
        {cut && <small>inner frames only; the log has the rest</small>}
      </header>
      {exceptions.map((raised, at) => (
        <div key={at} class="exception">
          <p class="exception-head">
            <strong>{visible(raised.type)}</strong>{" "}
            <span>{visible(clip(raised.message, LONGEST))}</span>
          </p>
          <ol>
            {raised.frames.map((frame, index) => (
              <FrameView key={index} frame={frame} open={index === raised.frames.length - 1} />
            ))}
          </ol>
          {raised.relation && <p class="hint">{RELATION_WORDS[raised.relation]}</p>}
        </div>
      ))}
    </section>
  );
}

function FrameView({ frame, open }: { frame: Frame; open: boolean }) {
  const { file, line, source, locals } = frame;
  return (
    <li class="frame">
      <details open={open}>
        <summary>
          <span class="frame-place">{visible(line === null ? file : `${file}:${line}`)}</span>
          <span class="frame-function">in {visible(frame.function)}</span>
        </summary>
        {source && <pre tabIndex={0}>{visible(source)}</pre>}
        {locals.length > 0 && <Locals locals={locals} />}
      </details>
      {line !== null && isCandidate(file) && (
        <a href={`#C${line}`} onClick={followLine}>
          line {line} in the code
        </a>
      )}
    </li>
  );
}
