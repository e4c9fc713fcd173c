import type { ComponentChildren } from "preact";

import type { Diagnosis, FailureDetail } from "../../api/types";
import { Time } from "../../components/time";
import { exitFacts } from "../../format/exit";
import { shortFingerprint } from "../../format/ids";
import { count, visible } from "../../format/text";
import { duration } from "../../format/time";
import { CATEGORY_WORDS, SEVERITY_WORDS, SOURCE_WORDS, STAGE_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { NO_FILTERS } from "../../state/route";

/** How the verdict came about, and the facts it must agree with. */
export function FailureFacts({ failure }: { failure: FailureDetail }) {
  const { diagnosis, event, group } = failure;
  return (
    <>
      <Facts title="Verdict">
        <Fact name="Category">{CATEGORY_WORDS[diagnosis.category]}</Fact>
        <Fact name="Severity">{SEVERITY_WORDS[diagnosis.severity]}</Fact>
        <Fact name="Stage">{STAGE_WORDS[diagnosis.stage]}</Fact>
        <Fact name="Confidence">
          <Confidence value={diagnosis.confidence} />
        </Fact>
        <Fact name="Source">{SOURCE_WORDS[diagnosis.source]}</Fact>
        <Provenance diagnosis={diagnosis} />
        <Fact name="Diagnosed">
          <Time iso={diagnosis.diagnosed_at} />
        </Fact>
        <Fact name="Took">{duration(diagnosis.latency_ms / 1000)}</Fact>
      </Facts>
      <Facts title="Process">
        {exitFacts(event.exit).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name="Occurred">
          <Time iso={event.occurred_at} />
        </Fact>
        {event.error_message && <Fact name="Error">{visible(event.error_message)}</Fact>}
      </Facts>
      {group && (
        <Facts title="Same death">
          <Fact name="Group">
            <a
              href={link({
                ...NO_FILTERS,
                view: "groups",
                group: group.fingerprint,
                experiment: undefined,
                failure: undefined,
              })}
            >
              {count(group.count, "failure")}
            </a>{" "}
            <span class="id">{shortFingerprint(group.fingerprint)}</span>
          </Fact>
          <Fact name="First seen">
            <Time iso={group.first_seen} />
          </Fact>
          <Fact name="Last seen">
            <Time iso={group.last_seen} />
          </Fact>
        </Facts>
      )}
    </>
  );
}

function Confidence({ value }: { value: number }) {
  return (
    <span class="confidence">
      <meter min={0} max={1} value={value} aria-label="Confidence" />
      {value.toFixed(2)}
    </span>
  );
}

/** Which rule, or which model with which prompt at what cost. */
function Provenance({ diagnosis }: { diagnosis: Diagnosis }) {
  const { rule, model, prompt_version: prompt, cost_usd: cost, upgradeable } = diagnosis;
  return (
    <>
      {rule && (
        <Fact name="Rule">
          <code>{visible(rule)}</code>
        </Fact>
      )}
      {model && (
        <Fact name="Model">
          <code>{visible(model)}</code>
        </Fact>
      )}
      {prompt && (
        <Fact name="Prompt">
          <code>{visible(prompt)}</code>
        </Fact>
      )}
      {cost > 0 && <Fact name="Cost">{`$${cost.toFixed(cost < 0.01 ? 5 : 3)}`}</Fact>}
      {upgradeable && (
        <Fact name="Fallback">The model did not answer; it may explain this later.</Fact>
      )}
    </>
  );
}

export function Facts({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="facts">
      <h3>{title}</h3>
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
