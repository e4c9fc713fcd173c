import type { ComponentChildren } from "preact";

import type { FailureDetail } from "../../api/types";
import { Time } from "../../components/time";
import { exitFacts } from "../../format/exit";
import { clip, visible } from "../../format/text";

/** The log has what is beyond it of a message. */
const LONGEST = 500;

/** How the process ended: the facts that a verdict must agree with. */
export function ProcessFacts({ event }: { event: FailureDetail["event"] }) {
  return (
    <Facts title="Process">
      {exitFacts(event.exit).map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      <Fact name="Occurred">
        <Time iso={event.occurred_at} />
      </Fact>
      {event.error_message && (
        <Fact name="Error">{visible(clip(event.error_message, LONGEST))}</Fact>
      )}
    </Facts>
  );
}

export function Facts({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="facts">
      <h2>{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
