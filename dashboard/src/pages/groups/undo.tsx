import { useLayoutEffect, useRef } from "preact/hooks";

import { Icon } from "../../components/icon";
import { shortFingerprint } from "../../format/ids";
import { focusOpener } from "../../state/steps";
import { doneWord, outcome, retry, undo, undoes } from "./decisions";

/** Says what was decided last, and takes it back. It stays until it is dismissed: nobody hurries. */
export function Undo() {
  const last = outcome.value;
  const dismissal = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (last?.undid && document.activeElement === document.body) dismissal.current?.focus();
  }, [last]);
  if (!last) return null;
  const { before, to, problem, undid } = last;
  const group = <span class="id">{shortFingerprint(before.fingerprint)}</span>;
  return (
    <section class={problem ? "toast toast-problem" : "toast"} aria-label="Last decision">
      <Icon name={problem ? "alert" : "check"} />
      {problem ? (
        <p role="alert">
          Group {group} stays as it was: {problem.message}.
        </p>
      ) : (
        <p>
          {doneWord(to)} group {group}.
        </p>
      )}
      {problem ? (
        <button type="button" class="button button-small" onClick={retry}>
          Try again
        </button>
      ) : (
        !undid && (
          <button type="button" class="button button-small" onClick={undo}>
            Undo{undoes(before.status) !== before.status && ": reopen"}
          </button>
        )
      )}
      <button
        ref={dismissal}
        type="button"
        class="icon-button"
        aria-label="Dismiss"
        onClick={() => dismiss(before.fingerprint)}
      >
        <Icon name="close" size={14} />
      </button>
    </section>
  );
}

function dismiss(fingerprint: string): void {
  outcome.value = undefined;
  if (!focusOpener(fingerprint)) document.querySelector<HTMLElement>("main h1")?.focus();
}
