import { useLayoutEffect, useRef } from "preact/hooks";

import { Icon } from "../components/icon";
import { helpOpen, SHORTCUTS } from "../state/keys";
import { shortcuts } from "../state/preferences";

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    dialog.current?.close(); // gives the focus back to where it was
    helpOpen.value = false;
  };
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="help-frame">
        <header class="section-head">
          <h2 id="help-title">Keyboard shortcuts</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <dl class="shortcuts">
          {SHORTCUTS.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            checked={shortcuts.value === "on"}
            onChange={(event) => (shortcuts.value = event.currentTarget.checked ? "on" : "off")}
          />
          Use single-key shortcuts
        </label>
      </div>
    </dialog>
  );
}
