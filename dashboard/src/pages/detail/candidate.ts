import type { FailureDetail } from "../../api/types";

/** True for the file that holds the candidate's code, wherever its box has put it. */
export function isCandidate(file: string): boolean {
  return file.split("/").at(-1) === "candidate.py";
}

/** True when the process was stopped: it raised nothing, but its threads stood somewhere. */
export function isStopped({ exit }: FailureDetail["event"]): boolean {
  return exit.limit !== null || exit.signal !== null;
}
