import { useEffect } from "preact/hooks";

import { getGroup } from "../../api/endpoints";
import type { FailureSummary, Group } from "../../api/types";
import { AnalysisLink, SeverityBadge } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { Problem, Skeleton } from "../../components/notice";
import { Pager } from "../../components/pager";
import { Time } from "../../components/time";
import { shortFingerprint, shortId } from "../../format/ids";
import { count, visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { CATEGORY_WORDS, GROUP_STATUS_WORDS, SOURCE_WORDS, STAGE_WORDS } from "../../format/words";
import { refreshes } from "../../state/live";
import { link, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { useResource } from "../../state/resource";
import { steps } from "../../state/steps";
import { changes } from "../../state/version";

const PAGE = 50;

/** One group: why they died, and each of them. */
export function GroupPage({ fingerprint }: { fingerprint: string }) {
  const { cursor } = route.value;
  const page = useResource(
    `group ${fingerprint} ${cursor}`,
    (signal) => getGroup(fingerprint, { limit: PAGE, ...(cursor && { cursor }) }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const failures = page.data?.failures.items ?? [];
  useEffect(() => {
    steps.value = failures.map(({ diagnosis }) => ({
      experiment: diagnosis.experiment_id,
      failure: diagnosis.failure_id,
    }));
  }, [page.data]);
  return (
    <>
      <a class="back" href={link({ group: undefined })}>
        <Icon name="left" size={14} />
        All groups
      </a>
      {page.problem && <Problem problem={page.problem} what="this group" retry={page.reload} />}
      {!page.data && page.loading && <Skeleton lines={8} label="the group" />}
      {page.data && (
        <>
          <GroupHead group={page.data.group} />
          <FailureTable failures={failures} outdated={page.outdated} />
          <Pager next={page.data.failures.cursor} />
        </>
      )}
    </>
  );
}

function GroupHead({ group }: { group: Group }) {
  return (
    <header class="page-head group-head card">
      <p class="group-kind">
        <SeverityBadge severity={group.severity} category={group.category} />
        {CATEGORY_WORDS[group.category]} at {STAGE_WORDS[group.stage].toLowerCase()}
        <span class="with-copy">
          <span class="id">{shortFingerprint(group.fingerprint)}</span>
          <CopyButton what="fingerprint" text={group.fingerprint} />
        </span>
      </p>
      <h1>{visible(group.root_cause)}</h1>
      <p>
        <strong>Suggested fix.</strong> {visible(group.fix_suggestion)}
      </p>
      <p class="hint">
        {count(group.count, "failure")}, first <Time iso={group.first_seen} />, last{" "}
        <Time iso={group.last_seen} />
        {group.status !== "open" && `. ${GROUP_STATUS_WORDS[group.status]}`}
        {group.status_by && ` by ${visible(group.status_by)}`}
      </p>
    </header>
  );
}

function FailureTable({
  failures,
  outdated,
}: {
  failures: readonly FailureSummary[];
  outdated: boolean;
}) {
  return (
    <table class="groups" role="table" aria-busy={outdated} aria-label="Failures of this group">
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
        {failures.map(({ diagnosis, occurred_at: at, error_message: message }) => {
          const { experiment_id: experiment, failure_id: failure, severity, category } = diagnosis;
          return (
            <tr key={failure} role="row">
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
        })}
      </tbody>
    </table>
  );
}
