// How a process ended, in words.
import type { ExitFacts } from "../api/types";
import { bytes } from "./metrics";
import { count } from "./text";
import { duration } from "./time";

// Linux numbers, signal(7).
const SIGNALS: Record<number, string> = {
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
  31: "SIGSYS",
};

/** Return name and value of each fact that is known, the decisive ones first. */
export function exitFacts(exit: ExitFacts): [string, string][] {
  const facts: [string, string | false | 0 | null][] = [
    ["Limit hit", exit.limit && exit.limit.replace("_", " ")],
    ["Signal", exit.signal && `${exit.signal} ${SIGNALS[exit.signal] ?? ""}`.trim()],
    ["Exit code", exit.code !== null && String(exit.code)],
    ["Killed for memory", exit.oom_kills > 0 && count(exit.oom_kills, "time")],
    ["Wall time", exit.duration_s !== null && duration(exit.duration_s)],
    ["CPU time", exit.cpu_s !== null && duration(exit.cpu_s)],
    ["Peak memory", exit.peak_memory_bytes !== null && bytes(exit.peak_memory_bytes)],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}
