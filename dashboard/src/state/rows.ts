// How a fresh page of a list joins the one on screen without moving anything under the reader.
import type { Order } from "./route";

export interface Listing<T> {
  shown: readonly T[];
  /** Newer items that wait until the reader asks for them. */
  waiting: readonly T[];
}

/**
 * Merge a fresh first page into what is shown.
 *
 * Items are known by `id`, which grows with time. Known items are replaced in place;
 * items that left the selection go; items that only moved on to the next page stay, as do the
 * positions of all; new ones wait.
 *
 * @param complete the fresh page is the whole list, so whatever it lacks is gone
 * @param order which of the items come first
 */
export function merge<T>(
  shown: readonly T[],
  fresh: readonly T[],
  complete: boolean,
  id: (item: T) => string,
  order: Order = "newest",
): Listing<T> {
  if (shown.length === 0) return { shown: fresh, waiting: [] };
  const byId = new Map(fresh.map((item) => [id(item), item]));
  const known = new Set(shown.map(id));
  const last = fresh.length > 0 ? id(fresh[fresh.length - 1]!) : undefined;
  const isBeyond = (item: T) =>
    last !== undefined && (order === "newest" ? id(item) < last : id(item) > last);
  const stays = (item: T) => byId.has(id(item)) || (!complete && isBeyond(item));
  return {
    shown: shown.filter(stays).map((item) => byId.get(id(item)) ?? item),
    waiting: fresh.filter((item) => !known.has(id(item))),
  };
}
