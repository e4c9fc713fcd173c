// One tiny value tells whether anything has changed; views load anew only when it does.
import { signal } from "@preact/signals";

import { getVersion } from "../api/endpoints";

/** Counts the changes seen: views load anew when it grows. */
export const changes = signal(0);
/** When the server last answered. */
export const checkedAt = signal<Date | undefined>(undefined);
/** Polls in a row that failed. */
export const missed = signal(0);

let version: string | undefined;

/** Ask for the version once. Done before the first load, no change between the two is missed. */
export async function poll(): Promise<void> {
  try {
    const current = await getVersion();
    if (version !== undefined && version !== current) changes.value += 1;
    version = current;
    checkedAt.value = new Date();
    missed.value = 0;
  } catch {
    missed.value += 1; // shown as "stale"; the next poll tries again
  }
}
