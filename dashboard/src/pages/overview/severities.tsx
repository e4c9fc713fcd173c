import type { Stats } from "../../api/types";
import { SEVERITIES, SEVERITY_WORDS } from "../../format/words";
import { link } from "../../state/location";

/** How bad it is, at a glance; each leads to its failures. */
export function SeverityTiles({ stats }: { stats: Stats }) {
  return (
    <ul class="tiles" aria-label="Failures by severity">
      {SEVERITIES.map((severity) => (
        <li key={severity}>
          <a class={`tile tile-${severity}`} href={link({ view: "experiments", severity })}>
            <strong>{(stats.by_severity[severity] ?? 0).toLocaleString("en")}</strong>
            <span>{SEVERITY_WORDS[severity]}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
