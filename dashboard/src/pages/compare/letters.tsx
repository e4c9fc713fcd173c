// How the compared are told apart wherever they stand side by side.
import { markPath, type Shape } from "../../charts/shapes";
import type { RateLine } from "../../charts/rate-plane";

interface Style {
  letter: string;
  tone: RateLine["tone"];
  shape: Shape;
  dash?: string;
}

/** The first to the fourth of them; colour is never the only difference. */
export const STYLES: readonly Style[] = [
  { letter: "A", tone: "line-1", shape: "circle" },
  { letter: "B", tone: "line-2", shape: "square", dash: "7 3" },
  { letter: "C", tone: "line-3", shape: "triangle", dash: "2 3" },
  { letter: "D", tone: "line-4", shape: "diamond", dash: "9 3 2 3" },
];

export function letterOf(at: number): string {
  return STYLES[at]?.letter ?? "";
}

/** A letter, with the mark that its experiment has in charts. */
export function Letter({ at }: { at: number }) {
  const style = STYLES[at];
  if (!style) return null;
  return (
    <span class="compare-letter">
      <svg class={`rate-line tone-${style.tone}`} width={12} height={12} aria-hidden="true">
        <path class="rate-mark" d={markPath(style.shape, 6, 6, 4)} />
      </svg>
      {style.letter}
    </span>
  );
}
