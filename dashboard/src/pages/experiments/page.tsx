import "../../styles/experiments.css";
import "../../styles/experiment-table.css";

import { useEffect } from "preact/hooks";

import { getStats } from "../../api/endpoints";
import type { Experiment } from "../../api/types";
import { PageHeading } from "../../components/heading";
import { lazy } from "../../components/lazy";
import { Problem, Skeleton } from "../../components/notice";
import { Pager } from "../../components/pager";
import { whenIdle } from "../../state/idle";
import { refreshes } from "../../state/live";
import { background } from "../../state/location";
import { useResource } from "../../state/resource";
import { dayRange } from "../../state/route";
import { changes } from "../../state/version";
import { preloadDetail } from "../detail/lazy";
import { sortOf } from "./arrange";
import { available } from "./columns";
import { FilterBar } from "./filters";
import { layout } from "./layout";
import { Nothing } from "./nothing";
import { useBaseline } from "./pin";
import { SelectionBar } from "./selection-bar";
import { ExperimentTable } from "./table";
import { Toolbar } from "./toolbar";
import { useListKeys } from "./use-list-keys";
import { useListing } from "./use-listing";
import { useRows } from "./use-rows";

const DifferencesPanel = lazy(async () => (await import("../differences/panel")).DifferencesPanel);

/** What was tried, and what became of it. */
export function ExperimentsPage() {
  const route = background.value;
  const range = dayRange(route, new Date());
  const stats = useResource(
    JSON.stringify(range),
    (signal) => getStats(range, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const current = useListing(route);
  const { page, listing } = current;
  const baseline = useBaseline(route.pin, listing.shown);
  const columns = useColumns(listing.shown);
  const sort = sortOf(route.sort, columns.available);
  const rows = useRows(listing.shown, sort, current.asked);
  useListKeys(rows, baseline.row);
  const isDrawn = page.data !== undefined;
  useEffect(() => (isDrawn ? whenIdle(preloadDetail) : undefined), [isDrawn]);
  return (
    <>
      <PageHeading hidden>Experiments</PageHeading>
      {stats.problem && <Problem problem={stats.problem} what="the counts" retry={stats.reload} />}
      <FilterBar stats={stats.data} />
      {page.problem && (
        <Problem problem={page.problem} what="the experiments" retry={page.reload} />
      )}
      {baseline.problem && (
        <Problem problem={baseline.problem} what="the baseline" retry={baseline.retry} />
      )}
      {route.differs && <DifferencesPanel differs={route.differs} />}
      <Toolbar current={current} stats={stats.data} sort={sort} columns={columns} />
      {rows.length > 0 ? (
        <ExperimentTable
          rows={rows}
          columns={columns.chosen}
          sort={sort}
          baseline={baseline.row}
          outdated={page.outdated || page.data === undefined}
        />
      ) : page.loading ? (
        <Skeleton lines={8} label="experiments" />
      ) : (
        page.data && <Nothing more={page.data.cursor !== null} />
      )}
      {page.data && <Pager next={page.data.cursor ?? null} sizes />}
      <SelectionBar rows={rows} />
    </>
  );
}

/** The columns there could be, and those a person has chosen, in their order. */
function useColumns(rows: readonly Experiment[]) {
  const keys = layout.value.columns;
  const known = available(rows, keys);
  const chosen = keys.flatMap((key) => known.find((column) => column.key === key) ?? []);
  return { available: known, chosen };
}
