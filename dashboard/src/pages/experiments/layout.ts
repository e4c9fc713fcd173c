// Which columns a person has in front of them, in which order, and how dense: kept on this device.
import { effect, signal } from "@preact/signals";

import { session } from "../../state/session";
import { keep, recall } from "../../state/storage";
import { DEFAULT_COLUMNS } from "./columns";

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

export interface Layout {
  columns: readonly string[];
  density: Density;
}

const USUAL: Layout = { columns: DEFAULT_COLUMNS, density: "comfortable" };
const MOST_COLUMNS = 32;

export const layout = signal<Layout>(USUAL);

export function arrange(change: Partial<Layout>): void {
  layout.value = { ...layout.peek(), ...change };
  keep(name(), JSON.stringify(layout.peek()));
}

export function restore(): void {
  arrange(USUAL);
}

/** Add a column; what was found out about a failure stays at the end, where there is room. */
export function add(key: string): void {
  const { columns } = layout.peek();
  const isLast = columns.at(-1) === "analysis";
  arrange({ columns: columns.toSpliced(isLast ? -1 : columns.length, 0, key) });
}

export function remove(key: string): void {
  arrange({ columns: layout.peek().columns.filter((column) => column !== key) });
}

/** Take a column to another place among the chosen ones. */
export function move(key: string, by: 1 | -1): void {
  const columns = [...layout.peek().columns];
  const at = columns.indexOf(key);
  if (columns[at + by] === undefined) return;
  columns.splice(at + by, 0, ...columns.splice(at, 1));
  arrange({ columns });
}

/** Read what was kept; whatever it is, a table comes out of it. */
export function parseLayout(kept: string | null): Layout {
  try {
    const { columns, density } = JSON.parse(kept ?? "{}") as Record<string, unknown>;
    const keys = Array.isArray(columns) ? columns : DEFAULT_COLUMNS;
    const known = keys.filter((key): key is string => typeof key === "string");
    return {
      columns: [...new Set(known)].slice(0, MOST_COLUMNS),
      density: DENSITIES.find((one) => one === density) ?? USUAL.density,
    };
  } catch {
    return USUAL;
  }
}

// Several people may share a browser; each has a table of their own.
function name(): string {
  const state = session.peek();
  return `table.${state.is === "in" ? state.session.username : ""}`;
}

effect(() => {
  if (session.value.is === "in") layout.value = parseLayout(recall(name()));
});
