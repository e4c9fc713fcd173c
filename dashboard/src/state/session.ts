import { computed, effect, signal } from "@preact/signals";

import { signedOut } from "../api/client";
import { endSession, getSession } from "../api/endpoints";
import { ApiProblem } from "../api/errors";
import type { Session } from "../api/types";
import { poll } from "./version";

type State =
  | { is: "unknown" }
  | { is: "in"; session: Session }
  /** `expired` when someone was signed in a moment ago. */
  | { is: "out"; expired: boolean }
  | { is: "unreachable"; problem: ApiProblem };

export const session = signal<State>({ is: "unknown" });
/** May change what all others see. The server decides; this only tells what to offer. */
export const isAdmin = computed(
  () => session.value.is === "in" && session.value.session.roles.includes("admin"),
);

/** Ask the server who we are; the cookie that tells it is out of our reach. */
export async function recall(): Promise<void> {
  try {
    const [known] = await Promise.all([getSession(), poll()]);
    session.value = { is: "in", session: known };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // A refused request has already said so, through the effect below.
    if (session.peek().is !== "out") session.value = { is: "unreachable", problem: error };
  }
}

export async function enter(entered: Session): Promise<void> {
  await poll();
  session.value = { is: "in", session: entered };
}

export async function leave(): Promise<void> {
  await endSession();
  session.value = { is: "out", expired: false };
}

effect(() => {
  // Several requests may find out at once; the first of them knows whether someone was there.
  if (signedOut.value === 0 || session.peek().is === "out") return;
  session.value = { is: "out", expired: session.peek().is === "in" };
});
