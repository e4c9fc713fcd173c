import { getStats } from "../../api/endpoints";
import { Problem } from "../../components/notice";
import { refreshes } from "../../state/live";
import { route } from "../../state/location";
import { useResource } from "../../state/resource";
import { dayRange } from "../../state/route";
import { changes } from "../../state/version";
import { Overview } from "./summary";

/** What happened since one last looked. */
export function OverviewPage() {
  const range = dayRange(route.value, new Date());
  const stats = useResource(
    JSON.stringify(range),
    (signal) => getStats(range, signal),
    `${changes.value} ${refreshes.value}`,
  );
  return (
    <>
      <h1 class="visually-hidden">Overview</h1>
      {stats.data ? <Overview stats={stats.data} /> : <div class="overview overview-waiting" />}
      {stats.problem && <Problem problem={stats.problem} what="the counts" retry={stats.reload} />}
    </>
  );
}
