import type { Fates } from "../../api/types";
import { FATE_WORDS, tries } from "../../format/fates";

/** Parts of a whole, as long as they are many among those of the arm tried most. */
export function FateBar({ fates, most }: { fates: Fates; most: number }) {
  let from = 0;
  return (
    <svg class="fate-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      {FATE_WORDS.map(([fate]) => {
        const width = most === 0 ? 0 : (100 * fates[fate]) / most;
        const part = <rect key={fate} class={`fate-${fate}`} x={from} width={width} height={12} />;
        from += width;
        return part;
      })}
    </svg>
  );
}

/** What the parts stand for. */
export function FateLegend() {
  return (
    <p class="fate-legend">
      {FATE_WORDS.map(([fate, word]) => (
        <span key={fate}>
          <span class={`fate-key fate-${fate}`} aria-hidden="true" /> {word}
        </span>
      ))}
    </p>
  );
}

/** How many there are, for the widest bar of a table. */
export function most(all: readonly Fates[]): number {
  return Math.max(0, ...all.map(tries));
}
