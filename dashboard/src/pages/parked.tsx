import { listParked } from "../api/endpoints";
import type { ParkedMessage } from "../api/types";
import { PageHeading } from "../components/heading";
import { Empty, Problem, Skeleton } from "../components/notice";
import { Pager } from "../components/pager";
import { Time } from "../components/time";
import { visible } from "../format/text";
import { refreshes } from "../state/live";
import { route } from "../state/location";
import { useResource } from "../state/resource";
import { changes } from "../state/version";

/** Messages that nobody could read, with the reason: none is ever lost in silence. */
export function ParkedPage() {
  const { limit, cursor } = route.value;
  const page = useResource(
    `parked ${limit} ${cursor}`,
    (signal) => listParked({ limit, ...(cursor && { cursor }) }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  return (
    <>
      <header class="page-head">
        <PageHeading>Parked messages</PageHeading>
        <p>
          Failure events that break the contract. Nothing was diagnosed from them; fix the sender
          and send them again.
        </p>
      </header>
      {page.problem && (
        <Problem problem={page.problem} what="the parked messages" retry={page.reload} />
      )}
      {!page.data && page.loading && <Skeleton lines={4} label="parked messages" />}
      {page.data?.items.length === 0 && (
        <Empty icon="check" title="Nothing is parked">
          <p>Every message so far could be read.</p>
        </Empty>
      )}
      {page.data && page.data.items.length > 0 && (
        <>
          <ul class="parked" aria-busy={page.outdated}>
            {page.data.items.map((message) => (
              <Parked key={message.parked_id} message={message} />
            ))}
          </ul>
          <Pager next={page.data.cursor} sizes />
        </>
      )}
    </>
  );
}

function Parked({ message }: { message: ParkedMessage }) {
  return (
    <li class="card">
      <p class="parked-reason">{visible(message.reason)}</p>
      <p class="hint">
        Parked <Time iso={message.parked_at} /> · message{" "}
        <span class="id">{visible(message.message_id)}</span>
      </p>
      <details>
        <summary>Message</summary>
        <pre tabIndex={0}>{visible(message.body)}</pre>
      </details>
    </li>
  );
}
