import type { Finding } from "../../api/types";
import { metricName, metricNumber } from "../../format/metrics";
import { visible } from "../../format/text";

/** What was measured outside the sandbox, where no candidate can lie about it. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section class="findings">
      <header class="section-head">
        <h2>Measured facts</h2>
      </header>
      <ul>
        {findings.map((finding, at) => (
          <li key={at}>
            <p>
              <code>{finding.code}</code> {visible(finding.message)}
            </p>
            <Values values={finding.values} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Values({ values }: { values: Record<string, number> }) {
  const pairs = Object.entries(values);
  if (pairs.length === 0) return null;
  return (
    <dl class="inline-facts">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{visible(metricName(name))}</dt>
          <dd>{metricNumber(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
