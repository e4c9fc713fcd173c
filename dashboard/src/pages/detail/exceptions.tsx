import type { Frame, LocalSummary, RaisedException } from "../../api/types";
import { visible } from "../../format/text";

interface Props {
  /** Root cause first, the one that ended the run last. */
  exceptions: readonly RaisedException[];
  /** Stack frames were left out. */
  cut: boolean;
}

const RELATION_WORDS = {
  cause: "It was the direct cause of:",
  context: "While it was being handled, another was raised:",
} as const;

/** The chain of exceptions with the way to each and the variables along it. */
export function Exceptions({ exceptions, cut }: Props) {
  if (exceptions.length === 0) return null;
  return (
    <section class="exceptions">
      <header class="section-head">
        <h3>{exceptions.length > 1 ? "Exceptions" : "Exception"}</h3>
        {cut && <small>inner frames only; the log has the rest</small>}
      </header>
      {exceptions.map((raised, at) => (
        <div key={at} class="exception">
          <p class="exception-head">
            <strong>{visible(raised.type)}</strong> <span>{visible(raised.message)}</span>
          </p>
          <ol>
            {raised.frames.map((frame, index) => (
              <li key={index}>
                <FrameView frame={frame} open={index === raised.frames.length - 1} />
              </li>
            ))}
          </ol>
          {raised.relation && <p class="hint">{RELATION_WORDS[raised.relation]}</p>}
        </div>
      ))}
    </section>
  );
}

function FrameView({ frame, open }: { frame: Frame; open: boolean }) {
  return (
    <details open={open}>
      <summary>
        <span class="frame-place">
          {visible(frame.file)}
          {frame.line !== null && `:${frame.line}`}
        </span>
        <span class="frame-function">in {visible(frame.function)}</span>
      </summary>
      {frame.source && <pre tabIndex={0}>{visible(frame.source)}</pre>}
      {frame.locals.length > 0 && <Locals locals={frame.locals} />}
    </details>
  );
}

/** Shapes and ranges of the variables at the crash; their contents were never recorded. */
function Locals({ locals }: { locals: readonly LocalSummary[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Local variables">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Type</th>
            <th scope="col">Shape</th>
            <th scope="col">Values</th>
          </tr>
        </thead>
        <tbody>
          {locals.map((local) => (
            <tr key={local.name}>
              <th scope="row">{visible(local.name)}</th>
              <td>{visible([local.type, local.dtype].filter(Boolean).join(" "))}</td>
              <td>{extent(local)}</td>
              <td>{values(local)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function extent({ shape, length }: LocalSummary): string {
  if (shape !== null) return shape.length === 0 ? "scalar" : shape.join(" × ");
  return length === null ? "" : `length ${length}`;
}

function values({ value, min, max, nan_count: nans }: LocalSummary): string {
  const parts = [
    value !== null && visible(value),
    min !== null && max !== null && `${min} … ${max}`,
    nans !== null && nans > 0 && `${nans} NaN`,
  ];
  return parts.filter(Boolean).join(", ");
}
