import { useLayoutEffect } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { AnalysisLink, isPending } from "../../components/badge";
import { Icon } from "../../components/icon";
import { Time } from "../../components/time";
import { shortId } from "../../format/ids";
import { visible } from "../../format/text";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { NO_FILTERS, type Route } from "../../state/route";
import { focusOpener, OPENER, stepOf, steps } from "../../state/steps";
import { useListing, type CurrentListing } from "../experiments/use-listing";

const MOST = 8;

/** The newest failures of the days shown, which j and k step through. */
export function useLatest(route: Route): CurrentListing {
  const { range, from, to } = route;
  const days = { range, ...(from && { from }), ...(to && { to }) };
  const latest = useListing({
    ...{ view: "overview", ids: [], live: route.live, order: "newest" },
    ...days,
    status: "failed",
    limit: MOST,
  });
  const { shown } = latest.listing;
  useLayoutEffect(() => {
    steps.value = shown.map(stepOf);
  }, [shown]);
  return latest;
}

export function LatestFailures({ latest }: { latest: CurrentListing }) {
  const { listing, show } = latest;
  const letIn = () => {
    const newest = listing.waiting[0]?.experiment_id;
    show();
    // The button is gone then; the focus goes to what it brought.
    requestAnimationFrame(() => focusOpener(newest));
  };
  return (
    <>
      <div class="card-head">
        <h2 id="latest-title">Latest failures</h2>
        {listing.waiting.length > 0 && (
          <button type="button" class="button button-new" onClick={letIn}>
            {listing.waiting.length} new — show
          </button>
        )}
        <a href={link({ ...NO_FILTERS, view: "experiments", status: "failed" })}>All of them</a>
      </div>
      {listing.shown.length === 0 && <p class="hint">None in these days.</p>}
      <table class="brief" aria-labelledby="latest-title">
        <tbody>
          {listing.shown.map((row) => (
            <Row key={row.experiment_id} row={row} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ row }: { row: Experiment }) {
  return (
    <tr>
      <th scope="row">
        <Opener row={row} />
      </th>
      <td class="brief-cause">
        <span class="one-line" title={row.root_cause ? visible(row.root_cause) : undefined}>
          <b>
            {row.category ? CATEGORY_WORDS[row.category] : "Failed"} at{" "}
            {STAGE_WORDS[row.stage].toLowerCase()}
          </b>
          {row.root_cause && ` ${visible(row.root_cause)}`}
        </span>
      </td>
      <td class="brief-time">
        <Time iso={row.finished_at ?? row.started_at} />
      </td>
    </tr>
  );
}

function Opener({ row }: { row: Experiment }) {
  const { experiment_id: experiment, failure_id: failure, severity, category } = row;
  if (failure !== null && severity !== null && category !== null)
    return <AnalysisLink {...{ experiment, failure, severity, category }} />;
  return (
    <a
      class="pending"
      href={link({ experiment })}
      aria-label={`${isPending(row) ? "Analysis pending" : "Not analysed"}, open experiment ${shortId(experiment)}`}
      {...{ [OPENER]: experiment }}
    >
      <Icon name="pending" size={14} />
      {isPending(row) ? "Pending" : "Open"}
    </a>
  );
}
