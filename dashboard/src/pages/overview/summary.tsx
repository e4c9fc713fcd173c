import type { Stats } from "../../api/types";
import { FailureMatrix } from "../../charts/matrix";
import { FailureTrend } from "../../charts/trend";
import { SEVERITIES, SEVERITY_WORDS } from "../../format/words";
import { link, route } from "../../state/location";

/** What failed in these days, at a glance; every mark is a filter. */
export function Overview({ stats }: { stats: Stats }) {
  return (
    <div class="overview">
      <section class="card">
        <FailureMatrix counts={stats.counts} />
      </section>
      <section class="card overview-side">
        <SeverityTiles stats={stats} />
        <FailureTrend stats={stats} />
      </section>
    </div>
  );
}

function SeverityTiles({ stats }: { stats: Stats }) {
  return (
    <ul class="tiles" aria-label="Failures by severity">
      {SEVERITIES.map((severity) => {
        const chosen = route.value.severity === severity;
        return (
          <li key={severity}>
            <a
              class={`tile tile-${severity}`}
              aria-current={chosen ? "true" : undefined}
              href={link({ severity: chosen ? undefined : severity })}
            >
              <strong>{(stats.by_severity[severity] ?? 0).toLocaleString("en")}</strong>
              <span>{SEVERITY_WORDS[severity]}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
