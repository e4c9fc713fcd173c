import { useMemo, useRef } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { reordered, sorted, type Sort } from "./arrange";

/**
 * The rows in the order asked for. A live refresh patches rows where they stand: they are sorted
 * anew when another order or another page is asked for, or new rows were let in.
 */
export function useRows(
  rows: readonly Experiment[],
  sort: Sort | undefined,
  asked: string,
): readonly Experiment[] {
  const order = useRef<{ asked: string; ids: readonly string[] }>({ asked: "", ids: [] });
  const key = `${asked} ${sort?.descending ? "-" : ""}${sort?.column.key ?? ""}`;
  return useMemo(() => {
    const before = order.current.asked === key ? order.current.ids : [];
    const arranged = reordered(rows, before) ?? sorted(rows, sort);
    order.current = { asked: key, ids: arranged.map((row) => row.experiment_id) };
    return arranged;
  }, [rows, key]);
}
