import { PlainTable } from "../../../charts/plain-table";
import { metricName, metricNumber, metricUnit } from "../../../format/metrics";
import { visible } from "../../../format/text";

interface Props {
  label: string;
  /** Scores by name; not every point need have each. */
  points: readonly Readonly<Record<string, number | null>>[];
}

/** What was measured at each setting. */
export function Points({ label, points }: Props) {
  if (points.length === 0) return <p class="hint">Nothing was measured.</p>;
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))];
  const first = names.includes("qp") ? "qp" : names[0]!;
  const ordered = [first, ...names.filter((name) => name !== first)];
  const known = ordered.filter((name) => points.some((point) => isNumber(point[name])));
  return (
    <PlainTable
      label={label}
      columns={known.map((name) => ({ name: titleOf(name), number: true }))}
      rows={points.map((point) =>
        known.map((name) => {
          const value = point[name];
          return isNumber(value) ? metricNumber(name, value) : "—";
        }),
      )}
    />
  );
}

function titleOf(name: string): string {
  return visible([metricName(name), metricUnit(name)].filter(Boolean).join(", "));
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === "number";
}
