// How a fresh page of groups joins the one on screen: rows stay where they are. Pure.
import type { Group } from "../../api/types";

export interface SettledGroups {
  shown: readonly Group[];
  /** Groups of the fresh page that wait until the reader asks for them. */
  waiting: number;
}

/**
 * Merge a fresh page into what is shown.
 *
 * Groups move to the top when they are seen again, and out of a filter when somebody decides on
 * them; under a reader neither may happen. Known groups are replaced in place, new ones wait, and
 * those that left a list known whole go, unless `held`.
 *
 * @param complete the fresh page is the whole list, so whatever it lacks has left it
 * @param held groups that the reader works on
 */
export function settle(
  shown: readonly Group[],
  fresh: readonly Group[],
  complete: boolean,
  held: (group: Group) => boolean,
): SettledGroups {
  if (shown.length === 0) return { shown: fresh, waiting: 0 };
  const byFingerprint = new Map(fresh.map((group) => [group.fingerprint, group]));
  const known = new Set(shown.map((group) => group.fingerprint));
  return {
    shown: shown
      .filter((group) => !complete || byFingerprint.has(group.fingerprint) || held(group))
      .map((group) => byFingerprint.get(group.fingerprint) ?? group),
    waiting: fresh.filter((group) => !known.has(group.fingerprint)).length,
  };
}

/** Return the newer of a group as the API listed it and as a decision of ours left it. */
export function decided(group: Group, decision: Group | undefined): Group {
  if (!decision || (group.status_at ?? "") >= (decision.status_at ?? "")) return group;
  const { status, status_at, status_by } = decision;
  return { ...group, status, status_at: status_at ?? null, status_by: status_by ?? null };
}
