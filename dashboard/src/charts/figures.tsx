import type { ComponentChildren } from "preact";

/** A few numbers that say the most; a dash where there is none. */
export function Figures(props: {
  figures: readonly (readonly [name: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="figures">
      {props.figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? "—"}</dd>
        </div>
      ))}
    </dl>
  );
}
