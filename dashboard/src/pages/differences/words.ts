// How fields and their values are called. Scores are fields too, and named by anybody.
import type { FieldDifference } from "../../api/types";
import { shortFingerprint, shortId } from "../../format/ids";
import { metricName, metricNumber, metricUnit } from "../../format/metrics";
import { visible } from "../../format/text";
import { duration } from "../../format/time";
import {
  CATEGORY_WORDS,
  SEVERITY_WORDS,
  SOURCE_WORDS,
  STAGE_WORDS,
  STATUS_WORDS,
} from "../../format/words";
import type { Filters } from "../../state/route";

type Bin = FieldDifference["bins"][number];

const FIELDS = new Map(
  Object.entries({
    status: "Status",
    stage: "Stage",
    category: "Category",
    severity: "Severity",
    source: "Explained by",
    group: "Group",
    proposer: "Proposer",
    parent: "Parent",
    run: "Run",
    hour_utc: "Hour of the day, UTC",
    duration_s: "Duration",
  }),
);

const VALUES = new Map<string, Record<string, string>>(
  Object.entries({
    status: STATUS_WORDS,
    stage: STAGE_WORDS,
    category: CATEGORY_WORDS,
    severity: SEVERITY_WORDS,
    source: SOURCE_WORDS,
  }),
);

const WRITTEN = new Map<string, (value: string) => string>(
  Object.entries({
    group: shortFingerprint,
    parent: shortId,
    run: shortId,
    hour_utc: (hour: string) => `${hour}:00 to ${hour}:59`,
  }),
);

/** What leads on where a filter cannot. */
const INSTEAD = new Map(
  Object.entries({
    group: "; each group has a page of its own",
    parent: "; each parent opens by itself",
    hour_utc: "; days are, hours are not",
  }),
);

/** Fields the list can be narrowed by. */
const FILTERS: ReadonlySet<string> = new Set(["status", "category", "severity", "stage"]);

export function fieldName(field: string): string {
  return FIELDS.get(field) ?? visible(metricName(field));
}

/** Return the unit of a field's numbers; none where each number tells its own. */
export function fieldUnit(field: string): string {
  return field === "duration_s" ? "" : metricUnit(field);
}

export function valueName(field: string, value: string | null): string {
  if (value === null) return "none";
  return VALUES.get(field)?.[value] ?? visible(WRITTEN.get(field)?.(value) ?? value);
}

/** Return "1.20 to 1.45"; one number when the bin has no width. */
export function binName(field: string, { low, high }: Bin): string {
  const ends = [low, high].map((end) =>
    field === "duration_s" ? duration(end) : metricNumber(field, end),
  );
  return ends[0] === ends[1] ? ends[0]! : ends.join(" to ");
}

/** Return the filter that leaves one value only; undefined when the list has no such filter. */
export function onlyFilter(field: string, value: string | null): Partial<Filters> | undefined {
  if (value === null || !FILTERS.has(field)) return undefined;
  return { [field]: value } as Partial<Filters>;
}

/** Say that a field's values filter nothing, and what leads on; undefined when they do. */
export function whyNoFilter(field: string): string | undefined {
  if (FILTERS.has(field)) return undefined;
  return `Not a filter of the list${INSTEAD.get(field) ?? ""}.`;
}

/** Why some fields filter and others do not. */
export const WHY_NOT =
  "The list is kept by status, stage, category and severity: by these it can be narrowed.";
