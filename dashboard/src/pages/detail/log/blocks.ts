// The drawn part of a log as it stands on the page: how tall its blocks are, and what is in view.
import type { LogText } from "../../../format/log";
import { topOf, type Drawn } from "../../../format/window";

const BLOCK_LINES = 50;
/** What a line takes that was not measured yet; see log.css. */
const LINE_PX = 20;

/** Lines that are drawn together. */
export interface Block {
  /** Number of the first line. */
  first: number;
  lines: readonly string[];
}

/** A line, and where it stands in the view, in pixels from the top. */
export interface Place {
  line: number;
  offset: number;
}

/** Cut a log into blocks; none goes beyond a place where lines are missing. */
export function blocksOf({ pieces }: LogText): Block[] {
  return pieces.flatMap(({ first, lines }) =>
    Array.from({ length: Math.ceil(lines.length / BLOCK_LINES) }, (_, at) => ({
      first: first + at * BLOCK_LINES,
      lines: lines.slice(at * BLOCK_LINES, (at + 1) * BLOCK_LINES),
    })),
  );
}

export function assumedHeight({ lines }: Block): number {
  return lines.length * LINE_PX;
}

/** Note how tall the drawn blocks are; what is in view stays where it is. */
export function measure(box: HTMLElement, heights: number[], { blocks }: Drawn): void {
  let shift = 0;
  box.querySelectorAll<HTMLElement>("[data-block]").forEach((block, at) => {
    const [index, tall] = [blocks.from + at, block.offsetHeight];
    if (topOf(heights, index) < box.scrollTop) shift += tall - heights[index]!;
    heights[index] = tall;
  });
  if (shift !== 0) box.scrollTop += shift;
}

/** Scroll a line to its place, or, while it is not drawn, about there; true once it is done. */
export function approach(
  box: HTMLElement,
  { line, offset }: Place,
  blocks: readonly Block[],
  heights: readonly number[],
): boolean {
  const element = lineIn(box, line);
  if (element) {
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - offset;
    return true;
  }
  const index = blocks.findIndex(({ first, lines }) => line < first + lines.length);
  const block = blocks[index];
  if (!block || line < block.first) return true; // there is no such line
  box.scrollTop = topOf(heights, index) + (line - block.first) * LINE_PX - offset;
  return false;
}

/** Return the first line in view. */
export function firstInView(box: HTMLElement): Place | undefined {
  const top = box.getBoundingClientRect().top;
  const reaches = (element: Element) => element.getBoundingClientRect().bottom > top;
  const block = [...box.querySelectorAll("[data-block]")].find(reaches);
  const line = [...(block?.querySelectorAll("[data-line]") ?? [])].find(reaches);
  if (!line) return undefined;
  return {
    line: Number(line.getAttribute("data-line")),
    offset: line.getBoundingClientRect().top - top,
  };
}

/** True when all of a line is in view. */
export function isInView(box: HTMLElement, line: number): boolean {
  const [outer, inner] = [box, lineIn(box, line)].map((each) => each?.getBoundingClientRect());
  return Boolean(outer && inner && outer.top <= inner.top && inner.bottom <= outer.bottom);
}

function lineIn(box: HTMLElement, line: number): Element | null {
  return box.querySelector(`[data-line="${line}"]`);
}
