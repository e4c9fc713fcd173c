// What a chart shows, in numbers.

interface Column {
  name: string;
  number?: boolean;
}

/** A table that scrolls within its place; the first column names the rows. */
export function PlainTable(props: {
  label: string;
  columns: readonly Column[];
  rows: readonly (readonly (string | number)[])[];
}) {
  const { label, columns, rows } = props;
  const kind = (at: number) => (columns[at]?.number ? "number" : undefined);
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="plain-table">
        <thead>
          <tr>
            {columns.map(({ name }, at) => (
              <th key={name} scope="col" class={kind(at)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{head}</th>
              {cells.map((cell, at) => (
                <td key={at} class={kind(at + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
