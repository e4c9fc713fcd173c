import type { Experiment } from "../../api/types";
import { bdRates, bdRateWords, otherScores, type BdRate } from "../../format/bd-rate";
import { metricNumber, metricUnit } from "../../format/metrics";
import { visible } from "../../format/text";

/** What it scored: against its rivals in bits, then everything else. */
export function Scores({ metrics }: { metrics: Experiment["metrics"] }) {
  const rates = bdRates(metrics);
  const others = otherScores(metrics);
  const most = Math.max(1, ...rates.map(({ percent }) => Math.abs(percent)));
  return (
    <>
      {rates.length > 0 && (
        <ul class="bd-rates">
          {rates.map((rate) => (
            <li key={rate.key}>
              <Bar rate={rate} most={most} />
              {visible(bdRateWords(rate))}
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <dl class="scores">
          {others.map(([key, name]) => (
            <div key={key}>
              <dt>{visible(name)}</dt>
              <dd>
                {metricNumber(key, metrics[key]!)} {metricUnit(key)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** To the left of the middle there are fewer bits. */
function Bar({ rate: { percent }, most }: { rate: BdRate; most: number }) {
  const length = (Math.abs(percent) / most) * 50;
  return (
    <svg class="bd-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect
        class={percent < 0 ? "bd-fewer" : "bd-more"}
        x={percent < 0 ? 50 - length : 50}
        y={1}
        width={length}
        height={10}
      />
      <path d="M50 0V12" />
    </svg>
  );
}
