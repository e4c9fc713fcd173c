import type { Stats } from "../../api/types";
import { Days } from "../../components/days";
import { Icon } from "../../components/icon";
import {
  CATEGORIES,
  CATEGORY_WORDS,
  STAGES,
  STAGE_WORDS,
  STATUSES,
  STATUS_WORDS,
} from "../../format/words";
import { go, route } from "../../state/location";
import { isFiltered, NO_FILTERS } from "../../state/route";
import { FindById } from "./find";
import { Severities } from "./severities";

/** The filters; all of them live in the address, and the API applies them. */
export function FilterBar({ stats }: { stats: Stats | undefined }) {
  const { status, category, stage } = route.value;
  return (
    <div class="filters" role="group" aria-label="Filters">
      <Severities stats={stats} />
      <Choice
        name="Status"
        value={status}
        words={STATUS_WORDS}
        choices={STATUSES}
        onChoose={(chosen) => go({ status: chosen })}
      />
      <Choice
        name="Category"
        value={category}
        words={CATEGORY_WORDS}
        choices={CATEGORIES}
        counts={stats?.by_category}
        onChoose={(chosen) => go({ category: chosen })}
      />
      <Choice
        name="Stage"
        value={stage}
        words={STAGE_WORDS}
        choices={STAGES}
        counts={stats?.by_stage}
        onChoose={(chosen) => go({ stage: chosen })}
      />
      <Days />
      {isFiltered(route.value) && (
        <button
          type="button"
          class="button button-quiet"
          aria-label="Clear filters"
          onClick={() => go(NO_FILTERS)}
        >
          <Icon name="close" size={12} />
          Clear
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
        onChange={(event) =>
          onChoose(choices.find((choice) => choice === event.currentTarget.value))
        }
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
