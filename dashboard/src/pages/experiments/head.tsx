import { useLayoutEffect, useRef } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { zoneName } from "../../format/time";
import { go, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { isSortKey } from "../../state/route";
import { nextSort, type Sort } from "./arrange";
import type { Column } from "./columns";
import { put, selection } from "./selection";

interface Props {
  columns: readonly Column[];
  rows: readonly Experiment[];
  sort: Sort | undefined;
}

/** Heads of columns: each sorts; on narrow screens they stand in a row above the cards. */
export function Head({ columns, rows, sort }: Props) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="cell-tick">
          <TickAll rows={rows} />
        </th>
        <th role="columnheader" scope="col">
          Experiment
        </th>
        {columns.map((column) => (
          <ColumnHead key={column.key} column={column} sort={sort} />
        ))}
      </tr>
    </thead>
  );
}

function TickAll({ rows }: { rows: readonly Experiment[] }) {
  const box = useRef<HTMLInputElement>(null);
  const ticked = rows.filter((row) => selection.value.has(row.experiment_id)).length;
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = ticked > 0 && ticked < rows.length;
  });
  return (
    <input
      ref={box}
      type="checkbox"
      data-tick-all
      aria-label="Select all on this page"
      checked={ticked > 0 && ticked === rows.length}
      onClick={() => put(rows, ticked < rows.length)}
    />
  );
}

function ColumnHead({ column, sort }: { column: Column; sort: Sort | undefined }) {
  const { key, title, isNumeric } = column;
  const hint = key === "started" || key === "finished" ? zoneName(zone.value) : column.hint;
  const words = (
    <>
      {title}
      {hint && <small> {hint}</small>}
    </>
  );
  return (
    <th
      role="columnheader"
      scope="col"
      class={isNumeric ? "number" : undefined}
      aria-sort={direction(key, sort)}
    >
      {isSortKey(key) ? (
        <button type="button" class="sort" onClick={() => sortBy(key, sort)}>
          {words}
        </button>
      ) : (
        words
      )}
    </th>
  );
}

function direction(key: string, sort: Sort | undefined): "ascending" | "descending" | undefined {
  if (sort?.column.key === key) return sort.descending ? "descending" : "ascending";
  if (sort || key !== "started") return undefined;
  return route.value.order === "newest" ? "descending" : "ascending";
}

/** The API lists by time, from either end; by all else only the loaded page can be sorted. */
function sortBy(key: string, sort: Sort | undefined): void {
  if (key !== "started") return go({ sort: nextSort(sort, key) }, { replace: true });
  if (sort) return go({ sort: undefined }, { replace: true });
  go({ order: route.peek().order === "newest" ? "oldest" : "newest" });
}
