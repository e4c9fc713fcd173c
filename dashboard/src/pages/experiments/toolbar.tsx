import type { Stats } from "../../api/types";
import { matching } from "../../charts/tally";
import { Icon } from "../../components/icon";
import { count } from "../../format/text";
import { duration, timestamp, zoneName } from "../../format/time";
import { liveState } from "../../state/live";
import { go, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { copyLink } from "../../state/share";
import { focusOpener } from "../../state/steps";
import { checkedAt } from "../../state/version";
import type { Sort } from "./arrange";
import { ColumnMenu } from "./column-menu";
import type { Column } from "./columns";
import { ExportMenu } from "./export-menu";
import type { CurrentListing } from "./use-listing";
import { ViewsMenu } from "./views-menu";

interface Props {
  current: CurrentListing;
  stats: Stats | undefined;
  sort: Sort | undefined;
  columns: { chosen: readonly Column[]; available: readonly Column[] };
}

/** How much there is, how fresh it is, in which order; and what can be done with all of it. */
export function Toolbar({ current, stats, sort, columns }: Props) {
  const { listing } = current;
  return (
    <div class="status-line">
      <p>
        {listing.shown.length} on this page
        {stats && ` · ${count(matching(stats.counts, route.value), "failure")} in these days`}
        <Updated />
      </p>
      {sort && <Sorted sort={sort} />}
      <Waiting {...current} />
      <div class="tools">
        <ViewsMenu />
        <ColumnMenu {...columns} />
        <button
          type="button"
          class="button button-quiet"
          data-differs
          title="Hold what passes the filters against the rest of these days"
          onClick={() => go({ differs: "filters" })}
        >
          <Icon name="compare" size={14} />
          What differs?
        </button>
        <ExportMenu />
        <button
          type="button"
          class="icon-button"
          aria-label="Copy link (y)"
          title="Copy link (y)"
          onClick={copyLink}
        >
          <Icon name="link" />
        </button>
      </div>
    </div>
  );
}

/** When the server last answered; how long ago, once that is longer than it should be. */
function Updated() {
  const at = checkedAt.value;
  if (!at) return null;
  const time = `updated ${timestamp(at.toISOString(), zone.value).slice(11)} ${zoneName(zone.value)}`;
  if (liveState.value !== "stale") return <> · {time}</>;
  return (
    <>
      {" · "}
      <strong class="stale">
        {time}, {duration((Date.now() - at.getTime()) / 1000)} ago
      </strong>
    </>
  );
}

/** Only what is loaded can be sorted by a column: that must not be mistaken for all there is. */
function Sorted({ sort }: { sort: Sort }) {
  return (
    <p class="sorted">
      This page by {sort.column.title}, {sort.descending ? "descending" : "ascending"}
      <button
        type="button"
        class="icon-button"
        aria-label="Back to the order of time"
        title="Back to the order of time"
        onClick={() => {
          go({ sort: undefined }, { replace: true });
          document.getElementById("main")?.focus();
        }}
      >
        <Icon name="close" size={12} />
      </button>
    </p>
  );
}

function Waiting({ listing, show }: CurrentListing) {
  if (listing.waiting.length === 0) return null;
  const letIn = () => {
    const newest = listing.waiting[0]?.experiment_id;
    show();
    // The button is gone then; the focus goes to what it brought.
    requestAnimationFrame(() => focusOpener(newest));
  };
  return (
    <button type="button" class="button button-new" onClick={letIn}>
      {listing.waiting.length} new — show
    </button>
  );
}
