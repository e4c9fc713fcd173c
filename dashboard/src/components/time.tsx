import { timestamp } from "../format/time";
import { zone } from "../state/preferences";

/** An absolute time, in the zone the header names. */
export function Time({ iso }: { iso: string }) {
  return <time dateTime={iso}>{timestamp(iso, zone.value)}</time>;
}
