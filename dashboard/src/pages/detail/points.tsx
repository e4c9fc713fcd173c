import type { Experiment } from "../../api/types";
import { metricName, metricNumber, metricUnit } from "../../format/metrics";
import { visible } from "../../format/text";

/** What was measured at each setting. */
export function Points({ points }: { points: Experiment["points"] }) {
  if (points.length === 0) return null;
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))];
  return (
    <section>
      <header class="section-head">
        <h2>Operating points</h2>
      </header>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Operating points">
        <table class="plain-table">
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col" class="number">
                  {visible(metricName(name))} <small>{metricUnit(name)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point, at) => (
              <tr key={at}>
                {names.map((name) => (
                  <td key={name} class="number">
                    {point[name] === undefined ? "—" : metricNumber(name, point[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
