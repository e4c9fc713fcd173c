import type { Stats } from "../../api/types";
import { matching } from "../../charts/tally";
import { SEVERITIES, SEVERITY_WORDS } from "../../format/words";
import { link, route } from "../../state/location";

/** How many failures there are of each severity, other filters applied; each is a filter itself. */
export function Severities({ stats }: { stats: Stats | undefined }) {
  const { severity: chosen, category, stage } = route.value;
  const others = { ...(category && { category }), ...(stage && { stage }) };
  return (
    <ul class="severities" aria-label="Failures by severity">
      {SEVERITIES.map((severity) => (
        <li key={severity}>
          <a
            class={`severity badge-${severity}`}
            aria-current={severity === chosen ? "true" : undefined}
            href={link({ severity: severity === chosen ? undefined : severity })}
          >
            {SEVERITY_WORDS[severity]}
            <strong>
              {stats ? matching(stats.counts, { ...others, severity }).toLocaleString("en") : "…"}
            </strong>
          </a>
        </li>
      ))}
    </ul>
  );
}
