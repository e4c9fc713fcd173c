import type { Group, GroupStatus } from "../../api/types";
import { Icon, type IconName } from "../../components/icon";
import { Time } from "../../components/time";
import { visible } from "../../format/text";

export const STATUS_WORDS: Record<GroupStatus, string> = {
  open: "Open",
  regressed: "Regressed",
  resolved: "Resolved",
  muted: "Muted",
};
const ICONS: Record<GroupStatus, IconName> = {
  open: "open",
  regressed: "regressed",
  resolved: "check",
  muted: "muted",
};

/** Status as icon and word; that of a group that came back stands out. */
export function GroupStatusLabel({ status }: { status: GroupStatus }) {
  return (
    <span class={`group-status group-${status}`}>
      <Icon name={ICONS[status]} size={14} />
      {STATUS_WORDS[status]}
    </span>
  );
}

/** Who decided what stands, and when. */
export function DecidedBy({ group }: { group: Group }) {
  const { status, status_at: at, status_by: by } = group;
  if (!at) return <>Nobody has decided on it yet.</>;
  if (status === "regressed") {
    return (
      <>
        Seen again <Time iso={at} />, after it was resolved.
      </>
    );
  }
  return (
    <>
      {status === "open" ? "Reopened" : STATUS_WORDS[status]}
      {by && ` by ${visible(by)}`}, <Time iso={at} />.
    </>
  );
}
