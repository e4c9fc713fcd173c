import type { Experiment, ExperimentFilter, ExperimentPage } from "../api/types";
import type { Order } from "../state/route";

/** The API's largest page. */
const PAGE = 200;
const DAY_MS = 86_400_000;

type List = (query: ExperimentFilter, signal: AbortSignal) => Promise<ExperimentPage>;

/**
 * Read every page of a listing.
 *
 * @param list asks the API for one page
 * @param progress is told the experiments read so far, after each page
 * @returns the experiments, in the order of the listing
 * @throws ApiProblem when a page cannot be read; AbortError when `signal` says stop
 */
export async function collect(
  list: List,
  query: ExperimentFilter,
  signal: AbortSignal,
  progress: (read: readonly Experiment[]) => void,
): Promise<readonly Experiment[]> {
  const read: Experiment[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, limit: PAGE, ...(cursor && { cursor }) }, signal);
    signal.throwIfAborted();
    read.push(...page.items);
    progress(read);
    cursor = page.cursor ?? undefined;
  } while (cursor);
  return read;
}

/** Return how much of the days has been read, 0 to 1: experiments are listed by time. */
export function share(
  read: readonly Experiment[],
  firstDay: string,
  lastDay: string,
  order: Order,
): number {
  const at = Date.parse(read.at(-1)?.started_at ?? "");
  if (Number.isNaN(at)) return 0;
  const [first, end] = [Date.parse(firstDay), Date.parse(lastDay) + DAY_MS];
  const done = (order === "newest" ? end - at : at - first) / (end - first);
  return Math.min(1, Math.max(0, done));
}
