// When to ask again. Pure, so that it can be tested without waiting.

export const CALM_MS = 30_000;
export const BUSY_MS = 5_000;
const LONGEST_MS = 300_000;

/**
 * Return the milliseconds until the next poll.
 *
 * @param busy experiments are running, so changes are likely
 * @param missed polls in a row that failed; each doubles the wait
 * @param random in [0, 1); spreads out pages that were opened together
 */
export function nextDelay(busy: boolean, missed: number, random: number): number {
  const usual = (busy ? BUSY_MS : CALM_MS) * 2 ** missed;
  return Math.min(usual, LONGEST_MS) * (0.9 + 0.2 * random);
}

/** True when what is on screen may be out of date: two polls in a row have failed. */
export function isStale(missed: number): boolean {
  return missed >= 2;
}
