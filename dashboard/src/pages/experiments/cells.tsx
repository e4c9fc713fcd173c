// What stands in one cell. A list has a hundred rows, so each element counts: a cell without a
// value is empty, and the style sheet draws its dash.
import type { ComponentChildren } from "preact";

import type { Experiment } from "../../api/types";
import { AnalysisLink, isPending } from "../../components/badge";
import { Icon } from "../../components/icon";
import { KinLink } from "../../components/kin-link";
import { Time } from "../../components/time";
import { shortFingerprint, shortId } from "../../format/ids";
import { metricDelta, metricNumber, score } from "../../format/metrics";
import { visible } from "../../format/text";
import { duration, durationS } from "../../format/time";
import { CATEGORY_WORDS, SOURCE_WORDS, STAGE_WORDS, STATUS_WORDS } from "../../format/words";
import { link } from "../../state/location";
import type { Column } from "./columns";

const CELLS: Record<string, (row: Experiment) => ComponentChildren> = {
  started: (row) => <Time iso={row.started_at} />,
  finished: (row) => row.finished_at && <Time iso={row.finished_at} />,
  duration: (row) => seconds(durationS(row.started_at, row.finished_at)),
  status: (row) => [<Icon key="icon" name={row.status} size={14} />, STATUS_WORDS[row.status]],
  stage: (row) => STAGE_WORDS[row.stage],
  proposal: (row) => [
    <small key="by">{visible(row.proposer)}</small>,
    <span key="what" class="clamp">
      {visible(row.hypothesis)}
    </span>,
  ],
  analysis: (row) => <Analysis row={row} />,
  group: (row) => row.fingerprint && <GroupLink fingerprint={row.fingerprint} />,
  source: (row) => row.source && SOURCE_WORDS[row.source],
  confidence: (row) => row.confidence?.toFixed(2),
  parent: (row) => row.parent_id && <KinLink id={row.parent_id} />,
  run: (row) => shortId(row.run_id),
};

/** What one experiment has to say in a column. */
export function content(
  column: Column,
  row: Experiment,
  baseline: Experiment | undefined,
): ComponentChildren {
  if (column.isMetric) return metric(column.key, row, baseline);
  return CELLS[column.key]?.(row);
}

export function cellClass(column: Column, row: Experiment): string {
  if (column.key === "status") return `cell-status status-${row.status}`;
  return column.isNumeric ? "number" : `cell-${column.key}`;
}

/** A score, and how it differs from that of the baseline. */
function metric(key: string, row: Experiment, baseline: Experiment | undefined): ComponentChildren {
  const value = score(row, key);
  if (value === undefined) return undefined;
  const other = baseline && baseline !== row ? score(baseline, key) : undefined;
  const text = metricNumber(key, value);
  return other === undefined
    ? text
    : [text, <small key="delta">{metricDelta(key, value, other)}</small>];
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : duration(value);
}

function Analysis({ row }: { row: Experiment }) {
  if (isPending(row)) {
    return (
      <span class="pending">
        <Icon name="pending" size={14} />
        Analysis pending
      </span>
    );
  }
  const { category, severity, failure_id: failure } = row;
  if (category === null || severity === null || failure === null) return null;
  return (
    <>
      <AnalysisLink experiment={row.experiment_id} {...{ failure, severity, category }} />
      {CATEGORY_WORDS[category]}
      <span class="clamp">{visible(row.root_cause ?? "")}</span>
    </>
  );
}

function GroupLink({ fingerprint }: { fingerprint: string }) {
  return (
    <a class="id" href={link({ view: "groups", group: fingerprint })} title={fingerprint}>
      {shortFingerprint(fingerprint)}
    </a>
  );
}
