import { getStats } from "../../api/endpoints";
import type { Stats } from "../../api/types";
import { matching } from "../../charts/tally";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { Pager } from "../../components/pager";
import { count } from "../../format/text";
import { timestamp, zoneName } from "../../format/time";
import { refreshes } from "../../state/live";
import { go, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { useResource } from "../../state/resource";
import { dayRange, isFiltered, NO_FILTERS } from "../../state/route";
import { focusOpener } from "../../state/steps";
import { changes, checkedAt } from "../../state/version";
import { FilterBar } from "./filters";
import { FirstSteps } from "./first-steps";
import { ExperimentTable } from "./table";
import { useListing, type CurrentListing } from "./use-listing";

export function ExperimentsPage() {
  const range = dayRange(route.value, new Date());
  const stats = useResource(
    JSON.stringify(range),
    (signal) => getStats(range, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const current = useListing(route.value);
  const { page } = current;
  return (
    <>
      <h1 class="visually-hidden">Experiments</h1>
      {stats.problem && <Problem problem={stats.problem} what="the counts" retry={stats.reload} />}
      <FilterBar stats={stats.data} />
      {page.problem && (
        <Problem problem={page.problem} what="the experiments" retry={page.reload} />
      )}
      <StatusLine current={current} stats={stats.data} />
      <List {...current} />
    </>
  );
}

function List({ page, listing }: CurrentListing) {
  if (listing.shown.length > 0) {
    return (
      <>
        <ExperimentTable rows={listing.shown} outdated={page.outdated || page.data === undefined} />
        <Pager next={page.data?.cursor ?? null} sizes />
      </>
    );
  }
  if (page.loading) return <Skeleton lines={8} label="experiments" />;
  if (page.problem) return null;
  if (!isFiltered(route.value) && route.value.cursor === undefined) return <FirstSteps />;
  return (
    <Empty icon="search" title="No experiment matches">
      <p>Nothing in these days passes all the filters.</p>
      <button type="button" class="button" onClick={() => go(NO_FILTERS)}>
        Clear filters
      </button>
    </Empty>
  );
}

/** How much there is, how fresh it is, and whether more waits. */
function StatusLine(props: { current: CurrentListing; stats: Stats | undefined }) {
  const { stats } = props;
  const { listing, show } = props.current;
  const at = checkedAt.value;
  const letIn = () => {
    const newest = listing.waiting[0]?.experiment_id;
    show();
    // The button is gone then; the focus goes to what it brought.
    requestAnimationFrame(() => focusOpener(newest));
  };
  return (
    <div class="status-line">
      <p>
        {count(listing.shown.length, "experiment")} on this page
        {stats && ` · ${count(matching(stats.counts, route.value), "failure")} in these days`}
        {at &&
          ` · updated ${timestamp(at.toISOString(), zone.value).slice(11)} ${zoneName(zone.value)}`}
      </p>
      {listing.waiting.length > 0 && (
        <button type="button" class="button button-new" onClick={letIn}>
          {listing.waiting.length} new — show
        </button>
      )}
    </div>
  );
}
