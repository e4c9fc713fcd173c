import "../styles/menu.css";

import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { Icon, type IconName } from "./icon";

interface Props {
  label: string;
  icon: IconName;
  /** Rendered while the menu is open; gets what closes it. */
  children: (close: () => void) => ComponentChildren;
}

/** A button and what it opens. The browser closes it on Esc and outside clicks, and minds focus. */
export function Menu({ label, icon, children }: Props) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const opens = (event: Event) => (event as ToggleEvent).newState === "open";
  return (
    <>
      <button type="button" class="button button-quiet" popovertarget={id}>
        <Icon name={icon} size={14} />
        {label}
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        class="menu"
        role="group"
        aria-label={label}
        onBeforeToggle={(event: Event) => opens(event) && setOpen(true)}
        // Not before it has closed: the focus in it goes back to the button first.
        onToggle={(event: Event) => setOpen(opens(event))}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
