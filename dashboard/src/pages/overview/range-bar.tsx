import type { Stats } from "../../api/types";
import { Days } from "../../components/days";
import { Icon } from "../../components/icon";
import { count } from "../../format/text";
import { timestamp, zoneName } from "../../format/time";
import { go, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { checkedAt } from "../../state/version";

/** Which days the page is about, and how fresh it is. */
export function RangeBar({ stats }: { stats: Stats | undefined }) {
  const { from, to } = route.value;
  const at = checkedAt.value;
  return (
    <div class="filters" role="group" aria-label="Days">
      <Days />
      {(from ?? to) !== undefined && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => go({ from: undefined, to: undefined })}
        >
          <Icon name="close" size={12} />
          All days
        </button>
      )}
      <p class="overview-fresh">
        {stats && `${count(stats.total, "failure")} in these days`}
        {stats && at && " · "}
        {at &&
          `updated ${timestamp(at.toISOString(), zone.value).slice(11)} ${zoneName(zone.value)}`}
      </p>
    </div>
  );
}
