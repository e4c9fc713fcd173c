// The export that is going on. It outlasts the menu it was started from.
import { signal } from "@preact/signals";

import { listExperiments } from "../api/endpoints";
import { ApiProblem, isAbort } from "../api/errors";
import type { Experiment, ExperimentFilter } from "../api/types";
import { count } from "../format/text";
import { announce } from "../state/announce";
import { collect, share } from "./collect";
import { experimentsCsv, experimentsJson } from "./experiments";
import { fileName } from "./name";
import { save } from "./save";

export type Format = "csv" | "json";

/** Days are told, so that the file says the same tomorrow. */
export type Asked = Omit<ExperimentFilter, "cursor" | "limit"> & {
  first_day: string;
  last_day: string;
};

type Job =
  | { is: "none" }
  /** `share` of the days has been read, 0 to 1. */
  | { is: "reading"; read: number; share: number; cancel: () => void }
  | { is: "failed"; problem: ApiProblem; again: () => void };

export const job = signal<Job>({ is: "none" });

/** Read everything that passes a filter, and save it. Only one export goes on at a time. */
export async function exportAll(asked: Asked, format: Format): Promise<void> {
  if (job.peek().is === "reading") return;
  const controller = new AbortController();
  const cancel = () => controller.abort();
  const tell = (read: readonly Experiment[]) => {
    const done = share(read, asked.first_day, asked.last_day, asked.order ?? "newest");
    job.value = { is: "reading", read: read.length, share: done, cancel };
  };
  tell([]);
  try {
    const read = await collect(listExperiments, asked, controller.signal, tell);
    exportThese(read, asked, format);
    job.value = { is: "none" };
  } catch (error) {
    if (isAbort(error)) {
      job.value = { is: "none" };
      announce("The export was cancelled.");
    } else if (error instanceof ApiProblem) {
      job.value = { is: "failed", problem: error, again: () => void exportAll(asked, format) };
    } else throw error;
  }
}

/** Save experiments that are already here. */
export function exportThese(
  experiments: readonly Experiment[],
  asked: object,
  format: Format,
): void {
  const now = new Date();
  const parts = Object.entries(asked).map(([name, value]) =>
    name.endsWith("_day") ? String(value) : `${name}-${value}`,
  );
  const name = fileName(parts, now, format);
  if (format === "csv") save(name, experimentsCsv(experiments), "text/csv");
  else save(name, experimentsJson(experiments, asked, now), "application/json");
  announce(`Saved ${count(experiments.length, "experiment")} as ${name}.`);
}
