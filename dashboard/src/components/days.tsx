import { utcDay } from "../format/time";
import { go, route } from "../state/location";
import { RANGES } from "../state/route";

const RANGE_WORDS: Record<(typeof RANGES)[number], string> = {
  1: "Today",
  7: "Last 7 days",
  30: "Last 30 days",
};

/** How far back, or from which day to which. */
export function Days() {
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
        <select
          value={exact ? "exact" : String(range)}
          onChange={(event) => choose(event.currentTarget.value)}
        >
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
          <Day
            name="First day (UTC)"
            value={from}
            max={to ?? today}
            onChoose={(day) => go({ from: day })}
          />
          <span aria-hidden="true">–</span>
          <Day
            name="Last day (UTC)"
            value={to}
            min={from}
            max={today}
            onChoose={(day) => go({ to: day })}
          />
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
    <input
      type="date"
      aria-label={name}
      value={value ?? ""}
      min={min}
      max={max}
      onChange={(event) => onChoose(event.currentTarget.value || undefined)}
    />
  );
}
