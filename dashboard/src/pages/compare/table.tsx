import { copyText } from "../../components/copy";
import { Icon } from "../../components/icon";
import type { Fact, Cell } from "./facts";
import { ColumnHead } from "./head";
import { letterOf } from "./letters";
import type { Compared } from "./use-compared";
import { useGrid } from "./use-grid";

interface Props {
  compared: readonly Compared[];
  baseline: string | undefined;
  sections: readonly (readonly [name: string, facts: readonly Fact[]])[];
}

/** Facts side by side. Arrow keys lead from cell to cell, Enter copies one. */
export function CompareTable({ compared, baseline, sections }: Props) {
  const ids = compared.map(({ id }) => id);
  const facts = sections.flatMap(([, some]) => some);
  const { table, cell, onKeyDown } = useGrid(facts.length, ids.length);
  return (
    <div class="table-scroll" role="region" aria-label="Experiments side by side" tabIndex={0}>
      <table
        ref={table}
        class="compare-table"
        role="grid"
        aria-label="Facts"
        style={{ "--columns": ids.length }}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <td />
            {compared.map((one, at) => (
              <th key={one.id} scope="col">
                <ColumnHead one={one} at={at} ids={ids} isBaseline={one.id === baseline} />
              </th>
            ))}
          </tr>
        </thead>
        {sections.map(([name, some]) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={ids.length + 1} class="compare-section">
                {name}
              </th>
            </tr>
            {some.map((fact) => (
              <tr key={fact.key} class={fact.differs ? "compare-differs" : undefined}>
                <th scope="row">
                  {fact.name} {fact.unit && <small>{fact.unit}</small>}
                </th>
                {fact.cells.map((value, at) => (
                  <FactCell
                    key={ids[at]}
                    what={`${fact.name} of ${letterOf(at)}`}
                    value={value}
                    focus={cell(facts.indexOf(fact), at)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface CellProps {
  what: string;
  value: Cell;
  focus: ReturnType<ReturnType<typeof useGrid>["cell"]>;
}

function FactCell({ what, value, focus }: CellProps) {
  const { text, full, delta, best } = value;
  const copy = () => void copyText(what, full ?? text ?? "");
  return (
    <td
      {...focus}
      class={best ? "compare-best" : undefined}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target !== event.currentTarget) return;
        event.preventDefault();
        copy();
      }}
    >
      <span class="compare-cell">
        <span class={text === undefined ? "none" : undefined} title={full ?? text}>
          {text ?? "—"}
        </span>
        {delta !== undefined && <small>{delta}</small>}
        {best && <em>best</em>}
        <button
          type="button"
          class="icon-button"
          tabIndex={-1}
          aria-label={`Copy ${what}`}
          onClick={copy}
        >
          <Icon name="copy" size={12} />
        </button>
      </span>
    </td>
  );
}
