// What a person decides on groups here: sent at once, and taken back by one more decision.
import { signal } from "@preact/signals";

import { decideGroup } from "../../api/endpoints";
import { ApiProblem } from "../../api/errors";
import type { Group, GroupDecision, GroupStatus } from "../../api/types";
import { announce } from "../../state/announce";

export type Decision = GroupDecision["status"];

/** The last decision, until it is dismissed; `problem` when it could not be kept. */
export interface Outcome {
  before: Group;
  to: Decision;
  problem?: ApiProblem;
  /** It took another decision back. */
  undid: boolean;
}

export const outcome = signal<Outcome | undefined>(undefined);
/** Groups as our decisions left them, by fingerprint: lists hear of it only at their next load. */
export const decisions = signal<ReadonlyMap<string, Group>>(new Map());
/** The group that a decision is under way on. */
export const deciding = signal<string | undefined>(undefined);

const DONE: Record<Decision, string> = {
  resolved: "Resolved",
  muted: "Muted",
  open: "Reopened",
};

/** Decide on a group, and say so. */
export async function decide(group: Group, to: Decision, undid = false): Promise<void> {
  if (deciding.peek() !== undefined) return;
  const { fingerprint } = group;
  deciding.value = fingerprint;
  try {
    const after = await decideGroup(fingerprint, to);
    decisions.value = new Map(decisions.peek()).set(fingerprint, after);
    outcome.value = { before: group, to, undid };
    announce(undid ? `Undone: it is ${to} again.` : `${DONE[to]} the group.`);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    outcome.value = { before: group, to, undid, problem: error };
  } finally {
    deciding.value = undefined;
  }
}

/** Take the last decision back. Nobody can call a group regressed: one that was so is open again. */
export function undo(): void {
  const last = outcome.peek();
  if (last) void decide(last.before, undoes(last.before.status), true);
}

/** Try again what failed. */
export function retry(): void {
  const last = outcome.peek();
  if (last) void decide(last.before, last.to, last.undid);
}

/** What takes a decision back on a group that was of this status. */
export function undoes(status: GroupStatus): Decision {
  return status === "regressed" ? "open" : status;
}

/** What may be decided on a group. */
export function choices(status: GroupStatus): readonly Decision[] {
  return status === "open" || status === "regressed" ? ["resolved", "muted"] : ["open"];
}

export function doneWord(decision: Decision): string {
  return DONE[decision];
}
