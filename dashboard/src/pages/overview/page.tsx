import { getCurves, getStats, listNewGroups } from "../../api/endpoints";
import { RateDistortion } from "../../charts/curves";
import { ModelCosts } from "../../charts/costs";
import { FailureMatrix } from "../../charts/matrix";
import { DiagnosisSources } from "../../charts/sources";
import { DiagnosisTimes } from "../../charts/times";
import { FailureTrend } from "../../charts/trend";
import { PageHeading } from "../../components/heading";
import { budget } from "../../state/budget";
import { refreshes } from "../../state/live";
import { route } from "../../state/location";
import { useResource } from "../../state/resource";
import { dayRange, isFiltered } from "../../state/route";
import { changes } from "../../state/version";
import { FirstSteps } from "../experiments/first-steps";
import { Card } from "./card";
import { LatestFailures, useLatest } from "./latest";
import { MOST_GROUPS, NewGroups } from "./new-groups";
import { Problems } from "./problems";
import { RangeBar } from "./range-bar";
import { SeverityTiles } from "./severities";

/** What happened since one last looked; every mark leads to what it stands for. */
export function OverviewPage() {
  const range = dayRange(route.value, new Date());
  const key = JSON.stringify(range);
  const trigger = `${changes.value} ${refreshes.value}`;
  const stats = useResource(key, (signal) => getStats(range, signal), trigger);
  const curves = useResource(key, (signal) => getCurves(range, signal), trigger);
  const groups = useResource(
    key,
    (signal) => listNewGroups({ ...range, limit: MOST_GROUPS }, signal),
    trigger,
  );
  const latest = useLatest(route.value);
  const nothing =
    stats.data?.total === 0 &&
    curves.data?.adopted.length === 0 &&
    latest.page.data?.items.length === 0 &&
    !isFiltered(route.value);
  return (
    <>
      <PageHeading hidden>Overview</PageHeading>
      <RangeBar stats={stats.data} />
      <Problems
        parts={[
          ["the counts", stats],
          ["the curves", curves],
          ["the latest failures", latest.page],
          ["the new groups", groups],
        ]}
      />
      {nothing ? (
        <FirstSteps of="failures" />
      ) : (
        <div class="overview">
          <Card
            area="matrix"
            title="Failures by stage and category"
            of={stats}
            show={(data) => <FailureMatrix counts={data.counts} />}
          />
          <Card
            area="trend"
            title="Failures per day"
            of={stats}
            show={(data) => (
              <>
                <SeverityTiles stats={data} />
                <FailureTrend stats={data} />
              </>
            )}
          />
          <Card
            area="times"
            title="Time to diagnosis"
            of={stats}
            show={(data) => <DiagnosisTimes stats={data} />}
          />
          <Card
            area="costs"
            title="Model cost"
            of={stats}
            show={(data) => <ModelCosts stats={data} budget={budget.value} />}
          />
          <Card
            area="sources"
            title="Diagnoses by source"
            of={stats}
            show={(data) => <DiagnosisSources stats={data} />}
          />
          <Card
            area="curves"
            title="Rate and distortion"
            of={curves}
            show={(data) => <RateDistortion curves={data} />}
          />
          <Card
            area="latest"
            title="Latest failures"
            of={latest.page}
            show={() => <LatestFailures latest={latest} />}
          />
          <Card
            area="groups"
            title="Worst new groups"
            of={groups}
            show={(data) => <NewGroups groups={data} />}
          />
        </div>
      )}
    </>
  );
}
