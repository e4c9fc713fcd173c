import { CATEGORIES, CATEGORY_WORDS, STAGES, STAGE_WORDS } from "../format/words";
import { total, type Cell } from "./tally";

/** The matrix in numbers, with a total for each category. */
export function MatrixTable({ rows }: { rows: Cell[][] }) {
  return (
    <div
      class="table-scroll"
      tabIndex={0}
      role="region"
      aria-label="Failures by stage and category"
    >
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Category</th>
            {STAGES.map((stage) => (
              <th key={stage} scope="col" class="number">
                {STAGE_WORDS[stage]}
              </th>
            ))}
            <th scope="col" class="number">
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            <tr key={CATEGORIES[at]}>
              <th scope="row">{CATEGORY_WORDS[CATEGORIES[at]!]}</th>
              {cells.map((cell) => (
                <td key={cell.stage} class="number">
                  {cell.count}
                </td>
              ))}
              <td class="number">{total(cells)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
