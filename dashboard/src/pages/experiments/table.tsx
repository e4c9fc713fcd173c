import { useLayoutEffect, useRef } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { focusOpener } from "../../state/steps";
import type { Sort } from "./arrange";
import type { Column } from "./columns";
import { Head } from "./head";
import { layout } from "./layout";
import { Row } from "./row";
import { toggle } from "./selection";
import { useOverflow } from "./use-overflow";

interface Props {
  rows: readonly Experiment[];
  columns: readonly Column[];
  sort: Sort | undefined;
  /** Stays on top, whatever the page and its order. */
  baseline: Experiment | undefined;
  /** The rows of the selection before, while the new ones load. */
  outdated: boolean;
}

// On narrow screens the rows become cards by CSS, which would take the table's meaning away from
// assistive technology: hence the roles a table has anyway.
export function ExperimentTable({ rows, columns, sort, baseline, outdated }: Props) {
  const { box, overflows } = useOverflow();
  useFocusKept(baseline?.experiment_id);
  const all = useRef(rows);
  const others = rows.filter((row) => row.experiment_id !== baseline?.experiment_id);
  all.current = baseline ? [baseline, ...others] : others;
  const tick = useRef((row: Experiment, reach: boolean) => toggle(row, all.current, reach)).current;
  const common = { columns, baseline, onTick: tick };
  return (
    <div ref={box} class={overflows ? "experiments-box wide" : "experiments-box"}>
      <table
        class={`experiments ${layout.value.density}`}
        role="table"
        aria-busy={outdated}
        aria-label="Experiments"
      >
        <Head columns={columns} rows={rows} sort={sort} />
        {baseline && (
          <tbody role="rowgroup" class="pinned" aria-label="Baseline">
            <Row row={baseline} {...common} />
          </tbody>
        )}
        <tbody role="rowgroup">
          {others.map((row) => (
            <Row key={row.experiment_id} row={row} {...common} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A row that becomes the baseline, or ceases to be, moves; the focus that was in it goes along. */
function useFocusKept(pinned: string | undefined): void {
  const before = useRef(pinned);
  useLayoutEffect(() => {
    const moved = pinned ?? before.current;
    before.current = pinned;
    if (moved === undefined || document.activeElement !== document.body) return;
    if (!focusOpener(moved)) document.getElementById("main")?.focus();
  }, [pinned]);
}
