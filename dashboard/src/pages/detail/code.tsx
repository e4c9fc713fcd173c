import { useMemo, useState } from "preact/hooks";

import type { Code } from "../../api/types";
import { CopyButton } from "../../components/copy";
import { diffOf, linesOf, type DiffLine } from "../../format/diff";
import { count, visible } from "../../format/text";

type Mode = "diff" | "candidate" | "parent";
const MODE_WORDS: Record<Mode, string> = {
  diff: "Changes to parent",
  candidate: "Candidate",
  parent: "Parent",
};

interface Props {
  code: Code;
  /** Lines of the candidate that the crash went through. */
  crash: ReadonlySet<number>;
}

/** The candidate's code, by default as what it changed of its parent's. */
export function CodeView({ code, crash }: Props) {
  const [candidate, parent] = [code.code, code.parent_code];
  const diff = useMemo(
    () => (candidate !== null && parent !== null ? diffOf(parent, candidate) : undefined),
    [candidate, parent],
  );
  const modes: Mode[] = [];
  if (diff) modes.push("diff");
  if (candidate !== null) modes.push("candidate");
  if (parent !== null) modes.push("parent");
  const [chosen, choose] = useState<Mode>();
  const mode = chosen ?? modes[0];
  return (
    <section class="code">
      <header class="section-head">
        <h3>Code {code.truncated && <small>its start; it is too long to show whole</small>}</h3>
        <div class="segments" role="group" aria-label="Show">
          {modes.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === mode}
              onClick={() => choose(each)}
            >
              {MODE_WORDS[each]}
            </button>
          ))}
        </div>
        {candidate !== null && <CopyButton what="candidate's code" text={candidate} />}
      </header>
      {mode === undefined && <p class="hint">There is no code, or it has expired.</p>}
      {mode === "diff" && diff && <Listing lines={diff} crash={crash} />}
      {mode === "candidate" && <Listing lines={numbered(candidate ?? "")} crash={crash} />}
      {mode === "parent" && <Listing lines={numbered(parent ?? "")} crash={new Set()} />}
    </section>
  );
}

function numbered(text: string): DiffLine[] {
  return linesOf(text).map((line, at) => ({
    kind: "same",
    before: at + 1,
    after: at + 1,
    text: line,
  }));
}

const SIGNS = { same: " ", added: "+", removed: "−", gap: "" } as const;

function Listing({ lines, crash }: { lines: readonly DiffLine[]; crash: ReadonlySet<number> }) {
  if (lines.every((line) => line.kind === "gap"))
    return <p class="hint">The code is the same as its parent's.</p>;
  return (
    <div class="code-lines" role="region" aria-label="Code lines" tabIndex={0}>
      {lines.map((line, at) => {
        if (line.kind === "gap") {
          return (
            <div key={at} class="code-gap">
              {count(line.lines, "unchanged line")}
            </div>
          );
        }
        const number = line.kind === "removed" ? line.before : line.after;
        const crashed = line.kind !== "removed" && crash.has(number);
        return (
          <div key={at} class={`code-line code-${line.kind}${crashed ? " code-crash" : ""}`}>
            <span class="code-number">{number}</span>
            <span class="code-sign">{SIGNS[line.kind]}</span>
            <code>{visible(line.text)}</code>
            {crashed && <span class="crash-note">crashed here</span>}
          </div>
        );
      })}
    </div>
  );
}
