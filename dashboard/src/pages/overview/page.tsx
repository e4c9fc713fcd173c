import { ModelCosts } from "../../charts/costs";
import { RateDistortion } from "../../charts/curves";
import { FailureMatrix } from "../../charts/matrix";
import { DiagnosisSources } from "../../charts/sources";
import { DiagnosisTimes } from "../../charts/times";
import { FailureTrend } from "../../charts/trend";
import { PageHeading } from "../../components/heading";
import { budget } from "../../state/budget";
import { background } from "../../state/location";
import { FirstSteps } from "../experiments/first-steps";
import { Card } from "./card";
import { LatestFailures } from "./latest";
import { NewGroups } from "./new-groups";
import { Problems } from "./problems";
import { RangeBar } from "./range-bar";
import { SeverityTiles } from "./severities";
import { isEmpty, useOverview, type Parts } from "./use-overview";

/** What happened since one last looked; every mark leads to what it stands for. */
export function OverviewPage() {
  const route = background.value;
  const parts = useOverview(route);
  const { stats, curves, groups, latest } = parts;
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
      {isEmpty(parts, route) ? <FirstSteps of="failures" /> : <Cards {...parts} />}
    </>
  );
}

function Cards({ stats, curves, groups, latest }: Parts) {
  return (
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
  );
}
