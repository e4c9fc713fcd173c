import "../../../styles/log.css";
import "../../../styles/code.css";

import { useRef, useState } from "preact/hooks";

import { changesOf, pairs, type DiffLine } from "../../../format/diff";
import type { LineRange } from "../../../format/lines";
import { around, between, merged, type Slice } from "../../../format/slices";
import { clip, count, visible } from "../../../format/text";

const CONTEXT = 3;
/** So many lines are shown of a text that nothing stands out of. */
const START = 120;
/** The most changed lines that are shown at once; a gap shows as many more. */
const MOST = 300;
const LONGEST = 2_000;

interface Props {
  lines: readonly DiffLine[];
  layout: "unified" | "split";
  crash: ReadonlySet<number>;
  /** What is written beside them. */
  note?: string;
  target: LineRange | undefined;
}

/** Numbered lines, those that matter; the others are a click away. */
export function Listing({ lines, layout, crash, note, target }: Props) {
  const [opened, setOpened] = useState<readonly Slice[]>([]);
  const shown = shownOf(lines, opened, crash, target);
  const runs = [
    ...shown.map((slice) => ({ ...slice, hidden: false })),
    ...between(shown, lines.length).map((slice) => ({ ...slice, hidden: true })),
  ].sort((a, b) => a.from - b.from);
  const box = useRef<HTMLDivElement>(null);
  const open = ({ from, to }: Slice) => {
    box.current?.focus({ preventScroll: true }); // the button may go with the gap
    setOpened([...opened, { from, to: Math.min(to, from + MOST) }]);
  };
  const Lines = layout === "split" ? SplitLines : UnifiedLines;
  return (
    <div
      ref={box}
      class={`code-lines code-${layout}`}
      role="region"
      aria-label="Code lines"
      tabIndex={0}
    >
      {runs.map(({ from, to, hidden }) =>
        hidden ? (
          <button key={from} type="button" class="code-gap" onClick={() => open({ from, to })}>
            Show {count(to - from, "hidden line")}
          </button>
        ) : (
          <Lines key={from} lines={lines.slice(from, to)} {...{ crash, note, target }} />
        ),
      )}
    </div>
  );
}

/** What changed, where it crashed and what was asked for, with some lines around each. */
function shownOf(
  lines: readonly DiffLine[],
  opened: readonly Slice[],
  crash: ReadonlySet<number>,
  target: LineRange | undefined,
): Slice[] {
  const changes = changesOf(lines);
  const marked = lines.flatMap((line, at) => {
    if (line.kind === "removed") return [];
    const isTarget = target && target.from <= line.after && line.after <= target.to;
    return isTarget || crash.has(line.after) ? [at] : [];
  });
  const start = changes.length === 0 ? [{ from: 0, to: START }] : [];
  const centres = [...changes.slice(0, MOST), ...marked.slice(0, MOST)];
  return merged([...start, ...around(centres, CONTEXT, lines.length), ...opened], lines.length);
}

type Marked = Pick<Props, "lines" | "crash" | "target"> & { note: string | undefined };

const TAGS = { same: "div", added: "ins", removed: "del" } as const;

function UnifiedLines({ lines, ...marks }: Marked) {
  return (
    <>
      {lines.map((line) => (
        <Line key={`${line.kind} ${numberOf(line)}`} line={line} {...marks} />
      ))}
    </>
  );
}

function SplitLines({ lines, ...marks }: Marked) {
  return (
    <>
      {pairs(lines).map(({ before, after }, at) => (
        <div key={at} class="code-pair">
          {before ? <Line line={before} old {...marks} /> : <div class="code-none" />}
          {after ? <Line line={after} {...marks} /> : <div class="code-none" />}
        </div>
      ))}
    </>
  );
}

/** One line in one element; the style sheet writes its number and its sign. */
function Line(props: Omit<Marked, "lines"> & { line: DiffLine; old?: boolean }) {
  const { line, crash, note, target, old = line.kind === "removed" } = props;
  const number = old && line.kind !== "added" ? line.before : numberOf(line);
  const crashed = !old && crash.has(number);
  const pointed = !old && target && target.from <= number && number <= target.to;
  const kind = ["code-line", `code-${line.kind}`, crashed && "code-crash", pointed && "target"];
  const Tag = TAGS[line.kind];
  return (
    <Tag
      class={kind.filter(Boolean).join(" ")}
      data-number={number}
      data-code={old ? undefined : number}
    >
      {visible(clip(line.text, LONGEST))}
      {crashed && note && <strong>{note}</strong>}
    </Tag>
  );
}

function numberOf(line: DiffLine): number {
  return line.kind === "removed" ? line.before : line.after;
}
