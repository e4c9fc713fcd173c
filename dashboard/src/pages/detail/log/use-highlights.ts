// What is found is painted over the text, without an element for each place: there may be thousands.
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

import { finder } from "../../../format/find";
import type { Find } from "./use-find";

const FOUND = "found";
const CURRENT = "found-current";

/** Paint all drawn places of the text that is looked for, and the current one apart. */
export function useHighlights(box: RefObject<HTMLElement | null>, { text, place }: Find): void {
  useLayoutEffect(() => {
    if (text === "" || !box.current || !("highlights" in CSS)) return;
    const [found, current] = [new Highlight(), new Highlight()];
    current.priority = 1;
    for (const line of box.current.querySelectorAll<HTMLElement>("[data-line]")) {
      const isCurrent = Number(line.dataset["line"]) === place?.line;
      const cut = Number(line.dataset["cut"] ?? 0);
      for (const { index, 0: words } of line.textContent.matchAll(finder(text))) {
        const range = rangeIn(line, index, index + words.length);
        (isCurrent && index + cut === place?.at ? current : found).add(range);
      }
    }
    CSS.highlights.set(FOUND, found);
    CSS.highlights.set(CURRENT, current);
    return () => {
      CSS.highlights.delete(FOUND);
      CSS.highlights.delete(CURRENT);
    };
  });
}

/** Return the range of characters of an element, over its text nodes. */
function rangeIn(element: Element, from: number, to: number): Range {
  const range = document.createRange();
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let begin = 0;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const end = begin + node.textContent!.length;
    if (begin <= from && from < end) range.setStart(node, from - begin);
    if (begin < to && to <= end) range.setEnd(node, to - begin);
    begin = end;
  }
  return range;
}
