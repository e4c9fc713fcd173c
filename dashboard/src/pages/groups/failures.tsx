import type { FailureSummary } from "../../api/types";
import { AnalysisLink } from "../../components/badge";
import { Time } from "../../components/time";
import { shortId } from "../../format/ids";
import { visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { SOURCE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { zone } from "../../state/preferences";

/** A page of a group's failures, newest first. */
export function FailureTable(props: { failures: readonly FailureSummary[]; outdated: boolean }) {
  const { failures, outdated } = props;
  return (
    <table
      class="groups group-failures"
      role="table"
      aria-busy={outdated}
      aria-label="Failures of this group"
    >
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Analysis
          </th>
          <th role="columnheader" scope="col">
            Experiment
          </th>
          <th role="columnheader" scope="col">
            Occurred <small>{zoneName(zone.value)}</small>
          </th>
          <th role="columnheader" scope="col">
            Error
          </th>
          <th role="columnheader" scope="col">
            Source
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {failures.map((failure) => (
          <FailureRow key={failure.diagnosis.failure_id} {...failure} />
        ))}
      </tbody>
    </table>
  );
}

function FailureRow({ diagnosis, occurred_at: at, error_message: message }: FailureSummary) {
  const { experiment_id: experiment, failure_id: failure, severity, category } = diagnosis;
  return (
    <tr role="row">
      <td role="cell" class="cell-badge" data-label="Analysis">
        <AnalysisLink {...{ experiment, failure, severity, category }} />
      </td>
      <th role="rowheader" scope="row" class="cell-id">
        <a
          class="id"
          href={link({ experiment, failure })}
          title={experiment}
          aria-label={`Experiment ${shortId(experiment)}`}
        >
          {shortId(experiment)}
        </a>
      </th>
      <td role="cell" class="cell-time" data-label="Occurred">
        <Time iso={at} />
      </td>
      <td role="cell" data-label="Error">
        <span class="clamp">{visible(message)}</span>
      </td>
      <td role="cell" class="cell-word" data-label="Source">
        {SOURCE_WORDS[diagnosis.source]}
      </td>
    </tr>
  );
}
