const WIDTH = 100;
const HEIGHT = 16;

/** Two bars: the selected filled, the rest as an outline, so that no colour is needed. */
export function Bars({ selected, rest }: { selected: number; rest: number }) {
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      class="bars"
      aria-hidden="true"
    >
      <rect class="bar-selected" x={0} y={1} width={selected * WIDTH} height={6} />
      <rect class="bar-rest" x={0.5} y={9.5} width={Math.max(0, rest * WIDTH - 1)} height={5} />
    </svg>
  );
}

/** What the two kinds of bars stand for. */
export function Legend({ selected, rest }: { selected: number; rest: number }) {
  return (
    <p class="difference-legend">
      <span class="key-selected" aria-hidden="true" /> {selected.toLocaleString("en")} selected
      <span class="key-rest" aria-hidden="true" /> {rest.toLocaleString("en")} others
    </p>
  );
}
