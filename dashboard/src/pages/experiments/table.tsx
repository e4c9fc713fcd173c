import type { Experiment } from "../../api/types";
import { AnalysisLink, isPending, StatusLabel } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { Time } from "../../components/time";
import { shortId } from "../../format/ids";
import { METRIC_COLUMNS, metricNumber, score } from "../../format/metrics";
import { visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { zone } from "../../state/preferences";
import { OPENER } from "../../state/steps";

interface Props {
  rows: readonly Experiment[];
  /** The rows of the selection before, while the new ones load. */
  outdated: boolean;
}

// On narrow screens the rows become cards by CSS, which would take the table's meaning away from
// assistive technology: hence the roles a table has anyway.
export function ExperimentTable({ rows, outdated }: Props) {
  return (
    <table class="experiments" role="table" aria-busy={outdated} aria-label="Experiments">
      <thead role="rowgroup">
        <tr role="row">
          <Head>Experiment</Head>
          <Head hint={zoneName(zone.value)}>Started</Head>
          <Head>Status</Head>
          <Head>Stage</Head>
          <Head>Proposal</Head>
          {METRIC_COLUMNS.map(({ key, title, unit }) => (
            <Head key={key} hint={unit} number>
              {title}
            </Head>
          ))}
          <Head>Analysis</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.experiment_id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Head(props: { children: string; hint?: string; number?: boolean }) {
  return (
    <th role="columnheader" scope="col" class={props.number ? "number" : undefined}>
      {props.children}
      {props.hint && <small> {props.hint}</small>}
    </th>
  );
}

function Row({ row }: { row: Experiment }) {
  return (
    <tr role="row" class={`row-${row.status}`}>
      <th role="rowheader" scope="row" class="cell-id">
        <span class="with-copy">
          <ExperimentLink row={row} />
          <CopyButton what={`id of ${shortId(row.experiment_id)}`} text={row.experiment_id} />
        </span>
      </th>
      <td role="cell" class="cell-time" data-label="Started">
        <Time iso={row.started_at} />
      </td>
      <td role="cell" class="cell-word" data-label="Status">
        <StatusLabel status={row.status} />
      </td>
      <td role="cell" class="cell-word" data-label="Stage">
        {STAGE_WORDS[row.stage]}
      </td>
      <td role="cell" class="cell-proposal" data-label="Proposal">
        <span class="proposer">{visible(row.proposer)}</span>
        <span class="clamp">{visible(row.hypothesis)}</span>
      </td>
      {METRIC_COLUMNS.map(({ key, title, unit }) => (
        <td key={key} role="cell" class="number" data-label={`${title}, ${unit}`}>
          <Metric name={key} value={score(row, key)} />
        </td>
      ))}
      <td role="cell" class="cell-analysis" data-label="Analysis">
        <Analysis row={row} />
      </td>
    </tr>
  );
}

/** Opens the detail; where there is a badge, the badge is what keys and focus go to. */
function ExperimentLink({ row }: { row: Experiment }) {
  const { experiment_id: experiment, failure_id: failure, category } = row;
  const opener = category === null ? { [OPENER]: experiment } : {};
  return (
    <a
      class="id"
      href={link({ experiment, failure: (category && failure) ?? undefined })}
      title={experiment}
      aria-label={`Experiment ${shortId(experiment)}`}
      {...opener}
    >
      {shortId(experiment)}
    </a>
  );
}

function Metric({ name, value }: { name: string; value: number | undefined }) {
  if (value === undefined)
    return (
      <span class="none" aria-label="none">
        —
      </span>
    );
  return <>{metricNumber(name, value)}</>;
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
  if (category === null || severity === null || failure === null)
    return (
      <span class="none" aria-label="none">
        —
      </span>
    );
  return (
    <>
      <AnalysisLink experiment={row.experiment_id} {...{ failure, severity, category }} />
      <span class="category">{CATEGORY_WORDS[category]}</span>
      <span class="clamp">{visible(row.root_cause ?? "")}</span>
    </>
  );
}
