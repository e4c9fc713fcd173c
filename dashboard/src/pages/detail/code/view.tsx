import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Code } from "../../../api/types";
import { CopyButton } from "../../../components/copy";
import { changesOf, diffOf, unchanged, type DiffLine } from "../../../format/diff";
import { parseLines } from "../../../format/lines";
import { hash } from "../../../state/location";
import { diffLayout } from "../../../state/preferences";
import { Listing } from "./listing";

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
  /** It did not crash, but was stopped there. */
  stopped: boolean;
}

/** The candidate's code, by default as what it changed of its parent's. */
export function CodeView({ code, crash, stopped }: Props) {
  const section = useRef<HTMLElement>(null);
  const texts = useTexts(code);
  const [chosen, choose] = useState<Mode>();
  const target = parseLines(hash.value, "C");
  const modes = (Object.keys(MODE_WORDS) as Mode[]).filter((mode) => texts[mode] !== undefined);
  const pointed = chosen === "parent" && target ? undefined : chosen; // it names the candidate's
  const mode = pointed && texts[pointed] ? pointed : modes[0];
  const lines = mode && texts[mode];
  useFollow(section, target?.from, lines);
  return (
    <section ref={section} class="code" aria-labelledby="code-title">
      <header class="section-head">
        <h2 id="code-title">
          Code {code.truncated && <small>its start; it is too long to show whole</small>}
        </h2>
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
        {mode === "diff" && <LayoutSwitch />}
        {code.code !== null && <CopyButton what="candidate's code" text={code.code} />}
      </header>
      {!lines && <p class="hint">There is no code, or it has expired.</p>}
      {mode && lines && (
        <Listing
          key={mode}
          lines={lines}
          layout={mode === "diff" ? diffLayout.value : "unified"}
          crash={mode === "parent" ? NOWHERE : crash}
          note={stopped ? "stopped here" : "crashed here"}
          target={mode === "parent" ? undefined : target}
        />
      )}
      {mode === "diff" && lines && changesOf(lines).length === 0 && (
        <p class="hint">The code is the same as its parent’s.</p>
      )}
    </section>
  );
}

const NOWHERE: ReadonlySet<number> = new Set();

/** What there is to show; the changes only where both texts are there, and not too different. */
function useTexts({ code, parent_code: parent }: Code): Partial<Record<Mode, DiffLine[]>> {
  return useMemo(() => {
    const diff = code !== null && parent !== null ? diffOf(parent, code) : undefined;
    return {
      ...(diff && { diff }),
      ...(code !== null && { candidate: unchanged(code) }),
      ...(parent !== null && { parent: unchanged(parent) }),
    };
  }, [code, parent]);
}

function LayoutSwitch() {
  const split = diffLayout.value === "split";
  return (
    <button
      type="button"
      class="button"
      aria-pressed={split}
      onClick={() => (diffLayout.value = split ? "unified" : "split")}
    >
      Split
    </button>
  );
}

/** Show the line that a link points at; an exception's frame is such a link. */
function useFollow(
  section: { readonly current: HTMLElement | null },
  line: number | undefined,
  lines: unknown,
): void {
  useLayoutEffect(() => {
    if (line === undefined || !lines) return;
    const row = section.current?.querySelector<HTMLElement>(`[data-code="${line}"]`);
    row?.closest<HTMLElement>(".code-lines")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
  }, [line, lines === undefined]);
}
