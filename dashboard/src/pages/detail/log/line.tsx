import { aroundQuote, excerpt, placeOf } from "../../../format/log";

interface Props {
  number: number;
  text: string;
  /** What the diagnosis quotes of it. */
  quote: string | undefined;
  /** Where in it the place stands that was looked for. */
  found: number | undefined;
  target: boolean;
}

/**
 * One line of the log in one element: a page with hundreds of lines stays light. The style sheet
 * writes its number, and how much is missing of a line too long to draw.
 */
export function LogLine({ number, text, quote, found, target }: Props) {
  const at = found ?? (quote === undefined ? 0 : placeOf(text, quote));
  const { before, text: shown, after } = excerpt(text, at);
  const [start, quoted, end] = aroundQuote(shown, quote ?? "");
  const kind = [
    "log-line",
    quote !== undefined && "evidence",
    target && "target",
    found !== undefined && "found",
  ];
  return (
    <div
      class={kind.filter(Boolean).join(" ")}
      data-line={number}
      data-cut={before || undefined}
      data-missing={after ? `… ${after.toLocaleString("en")} more characters` : undefined}
    >
      {start}
      {quoted && <mark>{quoted}</mark>}
      {end}
    </div>
  );
}
