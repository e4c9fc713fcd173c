import type { LocalSummary } from "../../api/types";
import { visible } from "../../format/text";

/** Shapes and ranges of the variables at the crash; their contents were never recorded. */
export function Locals({ locals }: { locals: readonly LocalSummary[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Local variables">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Type</th>
            <th scope="col">Shape</th>
            <th scope="col">Values</th>
          </tr>
        </thead>
        <tbody>
          {locals.map((local) => (
            <tr key={local.name}>
              <th scope="row">{visible(local.name)}</th>
              <td>{visible([local.type, local.dtype].filter(Boolean).join(" "))}</td>
              <td>{extent(local)}</td>
              <td>{values(local)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function extent({ shape, length }: LocalSummary): string {
  if (shape !== null) return shape.length === 0 ? "scalar" : shape.join(" × ");
  return length === null ? "" : `length ${length}`;
}

function values({ value, min, max, nan_count: nans }: LocalSummary): string {
  const parts = [
    value !== null && visible(value),
    min !== null && max !== null && `${min} … ${max}`,
    nans !== null && nans > 0 && `${nans} NaN`,
  ];
  return parts.filter(Boolean).join(", ");
}
