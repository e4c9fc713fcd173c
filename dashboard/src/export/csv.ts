// CSV after RFC 4180, safe to open in a spreadsheet.

/** What a cell may hold; numbers are ours, text is anybody's. */
export type Cell = string | number | null | undefined;

const LINE_END = "\r\n";
/**
 * Where a spreadsheet would begin to read a formula: at the start of a cell (OWASP, "CSV
 * injection", full-width forms included), and after what other countries' spreadsheets take for
 * the end of a cell, whatever is quoted. Blanks and quotes before it do not protect.
 */
const FORMULA = /(^|[;\t\r\n])([\s"]*)([=+\-@＝＋－＠])/g;
/** Blanks that OWASP does not trust at the start of a cell, whatever follows. */
const START = /^(?=[\t\r\n])/;

/** Return a table as CSV, lines ended as the RFC has it. */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.map(cell).join(",") + LINE_END).join("");
}

/** Return one cell. Text is always quoted, and an apostrophe keeps it from being a formula. */
export function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = value.replaceAll("\0", "").replace(FORMULA, "$1$2'$3").replace(START, "'");
  return `"${safe.replaceAll('"', '""')}"`;
}
