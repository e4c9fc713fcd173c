import { clip } from "../../format/text";
import { marked } from "../../format/log";
import { followEvidence } from "./evidence";

const LONGEST = 2_000;

/** One line of the log; its number is a link to it. */
export function LogLine(props: {
  number: number;
  text: string;
  /** What the diagnosis quotes of it. */
  quote: string | undefined;
  target: boolean;
}) {
  const { number, text, quote, target } = props;
  const kind = ["log-line", quote !== undefined && "evidence", target && "target"]
    .filter(Boolean)
    .join(" ");
  return (
    <div class={kind} data-line={number}>
      <a
        class="log-number"
        href={`#L${number}`}
        aria-label={`Line ${number}`}
        tabIndex={-1}
        onClick={(event) => followEvidence(event, number)}
      >
        {number}
      </a>
      <code>
        {marked(clip(text, LONGEST), quote ?? "").map((stretch, at) =>
          stretch.marked ? <mark key={at}>{stretch.text}</mark> : stretch.text,
        )}
      </code>
    </div>
  );
}
