import { useLayoutEffect, useRef } from "preact/hooks";

import type { Group } from "../../api/types";
import { Icon, type IconName } from "../../components/icon";
import { shortFingerprint } from "../../format/ids";
import { isAdmin } from "../../state/session";
import { choices, decide, deciding, type Decision } from "./decisions";

const WORDS: Record<Decision, string> = { resolved: "Resolve", muted: "Mute", open: "Reopen" };
const ICONS: Record<Decision, IconName> = { resolved: "check", muted: "muted", open: "open" };
const HINTS: Record<Decision, string> = {
  resolved: "It is believed to be gone; seen again, it shows as regressed",
  muted: "It is known, and keeps out of what needs attention",
  open: "It needs attention again",
};

/** What may be decided on a group. Whoever may not sees the buttons, and why they do nothing. */
export function GroupActions({ group, described }: { group: Group; described?: string }) {
  const busy = deciding.value === group.fingerprint;
  const [buttons, acted] = [useRef<HTMLSpanElement>(null), useRef(false)];
  useLayoutEffect(() => {
    // The button that was pressed may have gone with the choice it stood for.
    if (acted.current && document.activeElement === document.body) {
      buttons.current?.querySelector("button")?.focus();
    }
    acted.current = false;
  }, [group.status]);
  const act = (decision: Decision) => {
    if (!isAdmin.value) return;
    acted.current = true;
    void decide(group, decision);
  };
  return (
    <span ref={buttons} class="group-actions" role="group" aria-label="Decide">
      {choices(group.status).map((decision, at) => (
        <button
          // By place: the focus stays where it was when one choice replaces another.
          key={at}
          type="button"
          class="button button-small"
          title={HINTS[decision]}
          aria-label={`${WORDS[decision]} group ${shortFingerprint(group.fingerprint)}`}
          aria-disabled={!isAdmin.value}
          aria-busy={busy}
          aria-describedby={isAdmin.value ? undefined : described}
          onClick={() => act(decision)}
        >
          <Icon name={ICONS[decision]} size={14} />
          {WORDS[decision]}
        </button>
      ))}
    </span>
  );
}

/** Tells a viewer why the buttons do nothing. */
export function ViewersNote({ id }: { id: string }) {
  if (isAdmin.value) return null;
  return (
    <p id={id} class="hint viewers-note">
      <Icon name="lock" size={14} />
      Resolving, muting and reopening groups needs the role admin; you are signed in as viewer.
    </p>
  );
}
