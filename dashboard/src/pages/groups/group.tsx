import "../../styles/groups.css";

import { useLayoutEffect } from "preact/hooks";

import { getGroup } from "../../api/endpoints";
import type { Group } from "../../api/types";
import { SeverityBadge } from "../../components/badge";
import { CopyButton } from "../../components/copy";
import { PageHeading } from "../../components/heading";
import { Icon } from "../../components/icon";
import { Problem, Skeleton } from "../../components/notice";
import { Pager } from "../../components/pager";
import { Time } from "../../components/time";
import { shortFingerprint } from "../../format/ids";
import { count, visible } from "../../format/text";
import { CATEGORY_WORDS, STAGE_WORDS } from "../../format/words";
import { refreshes } from "../../state/live";
import { link, route } from "../../state/location";
import { useResource } from "../../state/resource";
import { steps } from "../../state/steps";
import { changes } from "../../state/version";
import { GroupActions, ViewersNote } from "./actions";
import { decisions } from "./decisions";
import { FailureTable } from "./failures";
import { decided } from "./settle";
import { DecidedBy, GroupStatusLabel } from "./status";
import { GroupTrend } from "./trend";
import { Undo } from "./undo";

const PAGE = 50;
const NOTE = "group-note";
/** Characters of a cause that is no headline any more. */
const LONG = 200;

/** One group: why they died, and each of them. */
export function GroupPage({ fingerprint }: { fingerprint: string }) {
  const { cursor } = route.value;
  const page = useResource(
    `group ${fingerprint} ${cursor}`,
    (signal) => getGroup(fingerprint, { limit: PAGE, ...(cursor && { cursor }) }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const failures = page.data?.failures.items ?? [];
  useLayoutEffect(() => {
    steps.value = failures.map(({ diagnosis }) => ({
      experiment: diagnosis.experiment_id,
      failure: diagnosis.failure_id,
      group: fingerprint,
    }));
  }, [page.data]);
  return (
    <>
      <PageHeading hidden>Group {shortFingerprint(fingerprint)}</PageHeading>
      <a class="back" href={link({ group: undefined })}>
        <Icon name="left" size={14} />
        All groups
      </a>
      {page.problem && <Problem problem={page.problem} what="this group" retry={page.reload} />}
      {!page.data && page.loading && <Skeleton lines={8} label="the group" />}
      {page.data && (
        <>
          <GroupHead group={decided(page.data.group, decisions.value.get(fingerprint))} />
          <FailureTable failures={failures} outdated={page.outdated} />
          <Pager next={page.data.failures.cursor} />
        </>
      )}
      <Undo />
    </>
  );
}

function GroupHead({ group }: { group: Group }) {
  return (
    <header class="group-head">
      <div class="card group-verdict">
        <p class="group-kind">
          <GroupStatusLabel status={group.status} />
          <SeverityBadge severity={group.severity} category={group.category} />
          {CATEGORY_WORDS[group.category]} at {STAGE_WORDS[group.stage].toLowerCase()}
          <span class="with-copy">
            <span class="id">{shortFingerprint(group.fingerprint)}</span>
            <CopyButton what="fingerprint" text={group.fingerprint} />
          </span>
        </p>
        <h2 class={group.root_cause.length > LONG ? "group-cause group-cause-long" : "group-cause"}>
          {visible(group.root_cause)}
        </h2>
        <p>
          <strong>Suggested fix.</strong> {visible(group.fix_suggestion)}
        </p>
        <p class="hint">
          {count(group.count, "failure")}, first <Time iso={group.first_seen} />, last{" "}
          <Time iso={group.last_seen} />
        </p>
        <div class="group-decision">
          <GroupActions group={group} described={NOTE} />
          <p class="hint">
            <DecidedBy group={group} />
          </p>
        </div>
        <ViewersNote id={NOTE} />
      </div>
      <div class="card group-trend">
        <GroupTrend recent={group.recent} />
      </div>
    </header>
  );
}
