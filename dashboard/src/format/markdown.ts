// Markdown of text that is hostile: it stands in fences it cannot close, or has every character
// escaped that means something.
import { clip, visible } from "./text";

const LONGEST_LINE = 500;
const MOST_LINES = 400;

/** Return text as one line in which nothing is markup, a link, or a mention of a person. */
export function inline(text: string): string {
  return visible(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_[\]<>#|~$&]/g, "\\$&")
    .replace(/^(\d*)([-+.)])(?=\s|$)/, "$1\\$2") // a list, at the start of a line
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, "\\$&") // an address, which GitHub makes a link
    .replaceAll("@", "`@`");
}

/** Return lines in a fence that none of them can close. */
export function fenced(lines: readonly string[], language: string): string {
  const shown = lines.slice(0, MOST_LINES).map((line) => clip(visible(line), LONGEST_LINE));
  const left = lines.length - shown.length;
  if (left > 0) shown.push(`… ${left} more lines`);
  const runs = shown.join("\n").match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [fence + language, ...shown, fence].join("\n");
}
