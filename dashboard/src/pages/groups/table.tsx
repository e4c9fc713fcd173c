import type { Group } from "../../api/types";
import { Sparkline, TREND_DAYS } from "../../charts/sparkline";
import { SeverityBadge } from "../../components/badge";
import { Time } from "../../components/time";
import { visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { zone } from "../../state/preferences";
import { OPENER } from "../../state/steps";
import { GroupActions } from "./actions";
import { GroupStatusLabel } from "./status";

interface Props {
  groups: readonly Group[];
  outdated: boolean;
  /** Id of what tells a viewer why the buttons do nothing. */
  note: string;
}

// As cards, rows lose their display type, and with it what it means to assistive technology: hence
// the roles a table has anyway.
export function GroupTable({ groups, outdated, note }: Props) {
  return (
    <table class="groups" role="table" aria-busy={outdated} aria-label="Groups">
      <thead role="rowgroup">
        <tr role="row">
          <Column>Severity</Column>
          <Column>Root cause</Column>
          <Column>Status</Column>
          <Column number>Failures</Column>
          <Column>
            Last {TREND_DAYS} days <small>UTC</small>
          </Column>
          <Column>
            First seen <small>{zoneName(zone.value)}</small>
          </Column>
          <Column>
            Last seen <small>{zoneName(zone.value)}</small>
          </Column>
          <Column>Decide</Column>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {groups.map((group) => (
          <GroupRow key={group.fingerprint} group={group} note={note} />
        ))}
      </tbody>
    </table>
  );
}

function Column(props: { number?: boolean; children: preact.ComponentChildren }) {
  return (
    <th role="columnheader" scope="col" class={props.number ? "number" : undefined}>
      {props.children}
    </th>
  );
}

function GroupRow({ group, note }: { group: Group; note: string }) {
  const { fingerprint, status, severity, category, stage } = group;
  return (
    <tr role="row" class={`group-row row-${status}`}>
      <td role="cell" class="cell-badge" data-label="Severity">
        <SeverityBadge severity={severity} category={category} />
      </td>
      <th role="rowheader" scope="row" class="cell-cause">
        <a href={link({ group: fingerprint })} {...{ [OPENER]: fingerprint }}>
          <span class="clamp">{visible(group.root_cause)}</span>
        </a>
        <span class="category">
          {CATEGORY_WORDS[category]} at {STAGE_WORDS[stage].toLowerCase()}
        </span>
      </th>
      <td role="cell" class="cell-word" data-label="Status">
        <GroupStatusLabel status={status} />
      </td>
      <td role="cell" class="number" data-label="Failures">
        {group.count.toLocaleString("en")}
      </td>
      <td role="cell" class="cell-trend" data-label={`Last ${TREND_DAYS} days (UTC)`}>
        <Sparkline recent={group.recent} />
      </td>
      <td role="cell" class="cell-time" data-label="First seen">
        <Time iso={group.first_seen} />
      </td>
      <td role="cell" class="cell-time" data-label="Last seen">
        <Time iso={group.last_seen} />
      </td>
      <td role="cell" class="cell-actions">
        <GroupActions group={group} described={note} />
      </td>
    </tr>
  );
}
