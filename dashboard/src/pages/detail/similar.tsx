import type { FailureDetail, FailureSummary, GroupDetail } from "../../api/types";
import { AnalysisLink } from "../../components/badge";
import { Problem, Skeleton } from "../../components/notice";
import { Time } from "../../components/time";
import { shortFingerprint, shortId } from "../../format/ids";
import { count, visible } from "../../format/text";
import { GROUP_STATUS_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { NO_FILTERS } from "../../state/route";
import type { Resource } from "../../state/resource";
import { MOST_KIN } from "./use-detail";

/** What died of the same: the newest of them, and the way to all. */
export function Similar(props: { failure: FailureDetail; kin: Resource<GroupDetail> }) {
  const { failure, kin } = props;
  const { fingerprint, failure_id: own } = failure.diagnosis;
  const told = kin.outdated ? undefined : kin.data;
  const group = told?.group ?? failure.group;
  const others = told?.failures.items.filter(({ diagnosis }) => diagnosis.failure_id !== own);
  return (
    <section class="similar" aria-labelledby="similar-title">
      <header class="section-head">
        <h2 id="similar-title">
          Similar failures <small class="id">group {shortFingerprint(fingerprint)}</small>
        </h2>
        {group && (
          <a
            class="button"
            href={link({
              ...NO_FILTERS,
              view: "groups",
              group: fingerprint,
              experiment: undefined,
              failure: undefined,
            })}
          >
            All {count(group.count, "failure")} of the group
          </a>
        )}
      </header>
      {group && (
        <p class="hint">
          {GROUP_STATUS_WORDS[group.status]}
          {group.status_by && ` by ${visible(group.status_by)}`}
          {group.status_at && (
            <>
              {" "}
              on <Time iso={group.status_at} />
            </>
          )}
          . First seen <Time iso={group.first_seen} />, last <Time iso={group.last_seen} />.
        </p>
      )}
      {kin.problem && <Problem problem={kin.problem} what="similar failures" retry={kin.reload} />}
      {!others && kin.loading && <Skeleton lines={3} label="similar failures" />}
      {others?.length === 0 && <p class="hint">No other failure is known to be like this one.</p>}
      {others && others.length > 0 && (
        <ul class="similar-list">
          {others.slice(0, MOST_KIN).map((other) => (
            <Kin key={other.diagnosis.failure_id} other={other} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Kin({
  other: { diagnosis, occurred_at: at, error_message: message },
}: {
  other: FailureSummary;
}) {
  const { experiment_id: experiment, failure_id: failure, severity, category } = diagnosis;
  return (
    <li>
      <AnalysisLink {...{ experiment, failure, severity, category }} />
      <a
        class="id"
        href={link({ experiment, failure })}
        title={experiment}
        aria-label={`Experiment ${shortId(experiment)}`}
      >
        {shortId(experiment)}
      </a>
      <Time iso={at} />
      <span class="clamp">{visible(message)}</span>
    </li>
  );
}
