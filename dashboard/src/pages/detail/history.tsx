import type { Correction, CorrectionHistory, FailureDetail } from "../../api/types";
import { Problem, Skeleton } from "../../components/notice";
import { Time } from "../../components/time";
import { historyOf, type Entry } from "../../format/history";
import { visible } from "../../format/text";
import type { Resource } from "../../state/resource";

/** As many corrections as the API tells of. */
const MOST = 20;

interface Props {
  failure: FailureDetail;
  corrections: Resource<CorrectionHistory>;
}

/** What the system and what people did about a failure. */
export function History({ failure, corrections }: Props) {
  const { data, problem, loading, reload } = corrections;
  const known: readonly Correction[] = data?.items ?? [];
  return (
    <section class="history" aria-labelledby="history-title">
      <header class="section-head">
        <h2 id="history-title">
          History {known.length === MOST && <small>the last {MOST} corrections</small>}
        </h2>
      </header>
      {problem && <Problem problem={problem} what="the corrections" retry={reload} />}
      {!data && loading && <Skeleton lines={2} label="the corrections" />}
      <ol>
        {historyOf(failure, known).map((entry) => (
          <EntryView key={`${entry.at} ${entry.what}`} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function EntryView({ entry: { at, what, by, changes } }: { entry: Entry }) {
  return (
    <li>
      <Time iso={at} />
      <div>
        <p>
          {visible(what)}
          {by && (
            <>
              {" "}
              by <strong>{visible(by)}</strong>
            </>
          )}
        </p>
        {changes.map(({ name, before, after }) => (
          <p key={name} class="history-change">
            {name}: <del>{visible(before)}</del> <ins>{visible(after)}</ins>
          </p>
        ))}
      </div>
    </li>
  );
}
