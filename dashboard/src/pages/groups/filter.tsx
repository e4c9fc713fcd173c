import { link, route } from "../../state/location";
import { GROUP_STATUSES } from "../../state/route";
import { STATUS_WORDS } from "./status";

/** Which groups are listed; each choice is an address. */
export function StatusFilter() {
  return (
    <nav class="segments" aria-label="Groups by status">
      {[undefined, ...GROUP_STATUSES].map((status) => (
        <a
          key={status ?? "all"}
          href={link({ groupStatus: status })}
          aria-current={route.value.groupStatus === status ? "true" : undefined}
        >
          {status ? STATUS_WORDS[status] : "All"}
        </a>
      ))}
    </nav>
  );
}
