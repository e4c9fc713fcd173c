import type { TargetedKeyboardEvent } from "preact";

import { count } from "../../../format/text";
import { StepButton } from "./head";
import type { Find } from "./use-find";
import type { Log } from "./use-log";

interface Props {
  log: Log;
  find: Find;
  look: (text: string) => void;
}

/** Finds a text in the whole log, and says how often it is there. */
export function FindField({ log, find, look }: Props) {
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && find.text !== "") look("");
    else return;
    event.preventDefault(); // Escape would also close the dialog
  };
  return (
    <div class="log-find" role="search" aria-label="Log">
      <input
        type="search"
        data-find
        placeholder="Find in the log"
        aria-label="Find in the log"
        aria-keyshortcuts="/"
        title="Find in the log (/); next n or Enter, previous N or Shift+Enter"
        value={find.text}
        onInput={(event) => look(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {find.text !== "" && (
        <>
          <span class="log-found" title={searched(log)}>
            {outcome(log, find)}
          </span>
          <StepButton icon="up" label="Previous place (N)" step={() => find.step(-1)} />
          <StepButton icon="down" label="Next place (n)" step={() => find.step(1)} />
        </>
      )}
    </div>
  );
}

function outcome(log: Log, { total, position }: Find): string {
  const told =
    total === 0 ? "not found" : `${position.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  if (log.fetched) return log.cut ? `${told} in the part sent` : told;
  return log.whole.loading ? "searching…" : `${told} in the lines shown`;
}

function searched({ text }: Log): string {
  const lines = text.pieces.reduce((sum, piece) => sum + piece.lines.length, 0);
  return `Looked for in ${count(lines, "line")} of ${text.total.toLocaleString("en")}`;
}
