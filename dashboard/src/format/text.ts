// Text from candidates and models is hostile. It is only ever set as text; here it is also made
// visible, so that it cannot hide or reorder what stands around it.

// ECMA-48: CSI sequences, OSC strings, and two-character escapes.
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
// Unicode's bidirectional controls and line separators (UAX #9; the "Trojan Source" characters).
const REORDERING = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Return `text` without terminal codes, and with control and reordering characters made visible. */
export function visible(text: string): string {
  return text.replace(ANSI, "").replace(CONTROL, picture).replace(REORDERING, codePoint);
}

/** Return at most `limit` characters of `text`, telling how many are missing. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)} … (${text.length - limit} more characters)`;
}

/** Return the number of things with its word: "1 failure", "2 failures". */
export function count(number: number, word: string): string {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}

function picture(character: string): string {
  return character === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0));
}

function codePoint(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
