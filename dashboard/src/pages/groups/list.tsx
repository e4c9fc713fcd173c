import { listGroups } from "../../api/endpoints";
import type { Group } from "../../api/types";
import { SeverityBadge } from "../../components/badge";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { Pager } from "../../components/pager";
import { Time } from "../../components/time";
import { visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { CATEGORY_WORDS, GROUP_STATUS_WORDS, STAGE_WORDS } from "../../format/words";
import { refreshes } from "../../state/live";
import { link, route } from "../../state/location";
import { zone } from "../../state/preferences";
import { useResource } from "../../state/resource";
import { changes } from "../../state/version";

/** Failures that died the same death, last seen first. */
export function GroupsPage() {
  const { limit, cursor } = route.value;
  const page = useResource(
    `groups ${limit} ${cursor}`,
    (signal) => listGroups({ limit, ...(cursor && { cursor }) }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const groups = page.data?.items ?? [];
  return (
    <>
      <header class="page-head">
        <h1>Groups</h1>
        <p>Failures that died the same death, whatever their numbers and paths. Last seen first.</p>
      </header>
      {page.problem && <Problem problem={page.problem} what="the groups" retry={page.reload} />}
      {!page.data && page.loading && <Skeleton lines={8} label="groups" />}
      {page.data && groups.length === 0 && (
        <Empty icon="check" title="No group yet">
          <p>The first diagnosed failure starts one.</p>
        </Empty>
      )}
      {groups.length > 0 && (
        <>
          <GroupTable groups={groups} outdated={page.outdated} />
          <Pager next={page.data?.cursor ?? null} sizes />
        </>
      )}
    </>
  );
}

function GroupTable({ groups, outdated }: { groups: readonly Group[]; outdated: boolean }) {
  return (
    <table class="groups" role="table" aria-busy={outdated} aria-label="Groups">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Severity
          </th>
          <th role="columnheader" scope="col">
            Root cause
          </th>
          <th role="columnheader" scope="col">
            Stage
          </th>
          <th role="columnheader" scope="col" class="number">
            Failures
          </th>
          <th role="columnheader" scope="col">
            First seen <small>{zoneName(zone.value)}</small>
          </th>
          <th role="columnheader" scope="col">
            Last seen <small>{zoneName(zone.value)}</small>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {groups.map((group) => (
          <tr key={group.fingerprint} role="row">
            <td role="cell" class="cell-badge" data-label="Severity">
              <SeverityBadge severity={group.severity} category={group.category} />
            </td>
            <th role="rowheader" scope="row" class="cell-cause">
              <a href={link({ group: group.fingerprint })}>
                <span class="clamp">{visible(group.root_cause)}</span>
              </a>
              <span class="category">
                {CATEGORY_WORDS[group.category]}
                {group.status !== "open" && ` · ${GROUP_STATUS_WORDS[group.status]}`}
              </span>
            </th>
            <td role="cell" class="cell-word" data-label="Stage">
              {STAGE_WORDS[group.stage]}
            </td>
            <td role="cell" class="number" data-label="Failures">
              {group.count.toLocaleString("en")}
            </td>
            <td role="cell" class="cell-time" data-label="First seen">
              <Time iso={group.first_seen} />
            </td>
            <td role="cell" class="cell-time" data-label="Last seen">
              <Time iso={group.last_seen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
