import type { RepairRate } from "../../api/types";
import { Icon } from "../../components/icon";
import { repairWords, share } from "../../format/fates";
import { CATEGORY_WORDS } from "../../format/words";

/** How often a repair that followed a diagnosis lived, which verifies the diagnosis. */
export function Repairs({ repairs }: { repairs: readonly RepairRate[] }) {
  if (repairs.length === 0) {
    return <p class="hint">No failed candidate was repaired yet.</p>;
  }
  return (
    <ul class="repairs">
      {repairs.map((rate) => (
        <li key={rate.category}>
          <p>
            <Icon name={rate.category} size={14} />
            <strong>{CATEGORY_WORDS[rate.category]}</strong>
            <span class="repair-share">{share(rate.verified, rate.tried)}</span>
          </p>
          <Bar {...rate} />
          <p class="hint">{repairWords(rate)}</p>
        </li>
      ))}
    </ul>
  );
}

function Bar({ tried, verified, refuted }: RepairRate) {
  const part = (number: number) => (100 * number) / tried;
  return (
    <svg class="fate-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="fate-rejected" width={100} height={12} />
      <rect class="fate-adopted" width={part(verified)} height={12} />
      <rect class="fate-died" x={100 - part(refuted)} width={part(refuted)} height={12} />
    </svg>
  );
}
