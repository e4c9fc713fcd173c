// What became of candidates and of repairs, in words. Pure.
import type { Fates, RepairRate } from "../api/types";

/** Fates in the order in which they are drawn, with their words. */
export const FATE_WORDS: readonly (readonly [keyof Fates, string])[] = [
  ["adopted", "Adopted"],
  ["rejected", "No better"],
  ["died", "Died"],
];

export function tries({ adopted, rejected, died }: Fates): number {
  return adopted + rejected + died;
}

/** Return a discounted count: whole where it is, else with one digit. */
export function discounted(count: number): string {
  return count.toLocaleString("en", { maximumFractionDigits: count < 100 ? 1 : 0 });
}

/** Return a share of one as "60 %". */
export function share(part: number, whole: number): string {
  return whole === 0 ? "—" : `${Math.round((100 * part) / whole)} %`;
}

/** Return "3 of 5 lived: the diagnosis was verified. 1 died the same death: refuted." */
export function repairWords({ tried, verified, refuted }: RepairRate): string {
  const other = tried - verified - refuted;
  return [
    `${verified} of ${tried} lived`,
    `${refuted} died the same death`,
    ...(other > 0 ? [`${other} came to something else`] : []),
  ].join(", ");
}
