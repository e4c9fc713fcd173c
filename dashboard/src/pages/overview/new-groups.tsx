import type { Group, NewGroups as Groups } from "../../api/types";
import { Sparkline } from "../../charts/sparkline";
import { SeverityBadge } from "../../components/badge";
import { visible } from "../../format/text";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { NO_FILTERS } from "../../state/route";

export const MOST_GROUPS = 5;

/** Deaths not died before these days, the worst first. */
export function NewGroups({ groups }: { groups: Groups }) {
  return (
    <>
      <div class="card-head">
        <h2 id="new-groups-title">Worst new groups</h2>
        <a href={link({ ...NO_FILTERS, view: "groups" })}>All groups</a>
      </div>
      {groups.items.length === 0 && <p class="hint">Nothing died a new death in these days.</p>}
      <table class="brief" aria-labelledby="new-groups-title">
        <tbody>
          {groups.items.map((group) => (
            <Row key={group.fingerprint} group={group} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ group }: { group: Group }) {
  const { category, severity, stage } = group;
  return (
    <tr>
      <td>
        <SeverityBadge severity={severity} category={category} />
      </td>
      <th scope="row" class="brief-cause">
        <a href={link({ view: "groups", group: group.fingerprint })}>
          <span class="clamp">{visible(group.root_cause)}</span>
        </a>
        <small>
          {CATEGORY_WORDS[category]} at {STAGE_WORDS[stage].toLowerCase()}
        </small>
      </th>
      <td>
        <Sparkline recent={group.recent} />
      </td>
      <td class="number">
        {group.count.toLocaleString("en")} <span class="visually-hidden">failures</span>
      </td>
    </tr>
  );
}
