import type { Stats } from "../../api/types";
import { Icon } from "../../components/icon";
import { utcDay } from "../../format/time";
import {
  CATEGORIES,
  CATEGORY_WORDS,
  SEVERITIES,
  SEVERITY_WORDS,
  STAGES,
  STAGE_WORDS,
  STATUSES,
  STATUS_WORDS,
} from "../../format/words";
import { go, route } from "../../state/location";
import { isFiltered, NO_FILTERS, RANGES } from "../../state/route";
import { FindById } from "./find";

/** The filters; all of them live in the address, and the API applies them. */
export function FilterBar({ stats }: { stats: Stats | undefined }) {
  const { status, category, severity, stage } = route.value;
  return (
    <div class="filters" role="group" aria-label="Filters">
      <Choice name="Status" value={status} words={STATUS_WORDS} choices={STATUSES}
        onChoose={(chosen) => go({ status: chosen })} />
      <Choice name="Category" value={category} words={CATEGORY_WORDS} choices={CATEGORIES}
        counts={stats?.by_category} onChoose={(chosen) => go({ category: chosen })} />
      <Choice name="Severity" value={severity} words={SEVERITY_WORDS} choices={SEVERITIES}
        counts={stats?.by_severity} onChoose={(chosen) => go({ severity: chosen })} />
      <Choice name="Stage" value={stage} words={STAGE_WORDS} choices={STAGES}
        counts={stats?.by_stage} onChoose={(chosen) => go({ stage: chosen })} />
      <Days />
      {isFiltered(route.value) && (
        <button type="button" class="button button-quiet" onClick={() => go(NO_FILTERS)}>
          <Icon name="close" size={12} />
          Clear filters
        </button>
      )}
      <FindById />
    </div>
  );
}

function Choice<T extends string>(props: {
  name: string;
  value: T | undefined;
  choices: readonly T[];
  words: Record<T, string>;
  counts?: { [K in T]?: number } | undefined;
  onChoose: (chosen: T | undefined) => void;
}) {
  const { name, value, choices, words, counts, onChoose } = props;
  return (
    <label class={value ? "choice choice-set" : "choice"}>
      <span>{name}</span>
      <select
        value={value ?? ""}
        onChange={(event) => onChoose(choices.find((choice) => choice === event.currentTarget.value))}
      >
        <option value="">Any</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice]}
            {counts && ` (${counts[choice] ?? 0})`}
          </option>
        ))}
      </select>
    </label>
  );
}

const RANGE_WORDS: Record<(typeof RANGES)[number], string> = {
  1: "Today",
  7: "Last 7 days",
  30: "Last 30 days",
};

function Days() {
  const { range, from, to } = route.value;
  const exact = from !== undefined || to !== undefined;
  const today = utcDay(new Date());
  const choose = (value: string) => {
    if (value === "exact") go({ from: utcDay(new Date(), range - 1), to: today });
    else go({ range: Number(value), from: undefined, to: undefined });
  };
  return (
    <>
      <label class={exact ? "choice choice-set" : "choice"}>
        <span>Days</span>
        <select value={exact ? "exact" : String(range)} onChange={(event) => choose(event.currentTarget.value)}>
          {RANGES.map((days) => (
            <option key={days} value={days}>
              {RANGE_WORDS[days]}
            </option>
          ))}
          <option value="exact">From … to …</option>
        </select>
      </label>
      {exact && (
        <span class="days">
          <Day name="First day (UTC)" value={from} max={to ?? today} onChoose={(day) => go({ from: day })} />
          <span aria-hidden="true">–</span>
          <Day name="Last day (UTC)" value={to} min={from} max={today} onChoose={(day) => go({ to: day })} />
        </span>
      )}
    </>
  );
}

function Day(props: {
  name: string;
  value: string | undefined;
  min?: string | undefined;
  max: string;
  onChoose: (day: string | undefined) => void;
}) {
  const { name, value, min, max, onChoose } = props;
  return (
    <input type="date" aria-label={name} value={value ?? ""} min={min} max={max}
      onChange={(event) => onChoose(event.currentTarget.value || undefined)} />
  );
}
