import { CopyButton } from "../../../components/copy";
import { lineWords, type LineRange } from "../../../format/lines";
import { lineAt } from "../../../format/log";
import type { Log } from "./use-log";

/** The most lines whose text is copied at once. */
const MOST_COPIED = 10_000;

/** What is selected of a log, and what can be done with it. */
export function LogFoot({ log, target }: { log: Log; target: LineRange | undefined }) {
  if (!target) {
    return (
      <p class="log-foot hint">Click a line’s number to link to it, Shift-click for several.</p>
    );
  }
  const words = lineWords(target);
  const text = () => {
    const length = Math.min(MOST_COPIED, target.to - target.from + 1);
    return Array.from({ length }, (_, at) => lineAt(log.text, target.from + at) ?? "").join("\n");
  };
  return (
    <p class="log-foot">
      {words.charAt(0).toUpperCase() + words.slice(1)}
      <CopyButton what={`link to ${words}`} text={() => location.href} icon="link" words="Link" />
      <CopyButton what={`text of ${words}`} text={text} words="Text" />
    </p>
  );
}
