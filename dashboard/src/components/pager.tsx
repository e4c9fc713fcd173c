import { entry, go, route } from "../state/location";
import { PAGE_SIZES, type Order } from "../state/route";
import { Icon } from "./icon";

/** Where a list begins; all that is known of the way back when a link led into its middle. */
const END: Record<Order, string> = { newest: "Newest", oldest: "Oldest" };

/** Pages by cursor: the API knows the next one, the history entry remembers the way back. */
export function Pager({ next, sizes = false }: { next: string | null; sizes?: boolean }) {
  const { cursor, limit, order } = route.value;
  const trail = entry.value.trail ?? [];
  const forward = () =>
    next && go({ cursor: next }, { entry: { trail: [...trail, cursor ?? ""] } });
  const back = () =>
    cursor && go({ cursor: trail.at(-1) || undefined }, { entry: { trail: trail.slice(0, -1) } });
  // aria-disabled, for a button that is disabled in earnest drops the focus it holds.
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" class="button" onClick={back} aria-disabled={cursor === undefined}>
        <Icon name="left" size={14} />
        {trail.length > 0 || cursor === undefined ? "Previous" : END[order]}
      </button>
      <button type="button" class="button" onClick={forward} aria-disabled={next === null}>
        Next
        <Icon name="right" size={14} />
      </button>
      {sizes && (
        <label class="pager-size">
          Rows
          <select
            value={limit}
            onChange={(event) => go({ limit: Number(event.currentTarget.value) })}
          >
            {PAGE_SIZES.map((size) => (
              <option key={size} value={size}>
                {size}
              </option>
            ))}
          </select>
        </label>
      )}
    </nav>
  );
}
