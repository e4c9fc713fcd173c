import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { SavedView } from "../../api/types";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { visible } from "../../format/text";
import { route } from "../../state/location";
import { viewAddress, type Views } from "./use-views";

/** The API takes no longer name. */
export const NAME_LENGTH = 60;

/** One saved view: a link to it, and what can be done with it. */
export function ViewItem(props: { view: SavedView; views: Views; close: () => void }) {
  const { view, views, close } = props;
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const was = useRef(false);
  useLayoutEffect(() => {
    if (was.current && !renaming) link.current?.focus();
    was.current = renaming;
  }, [renaming]);
  const name = visible(view.name);
  if (renaming) {
    const rename = async (to: string) => {
      const done = to === "" || (await views.rename(view, to));
      if (done) setRenaming(false);
    };
    return <Rename view={view} taken={views.list.data ?? []} onDone={rename} />;
  }
  const remove = async (event: Event) => {
    const list = (event.currentTarget as Element).closest<HTMLElement>(".menu");
    // The button goes with its view; the focus goes to what takes it back.
    if (await views.remove(view)) list?.querySelector<HTMLElement>(".deleted button")?.focus();
  };
  return (
    <li>
      <a
        ref={link}
        href={view.address}
        data-view={view.name}
        aria-current={view.address === viewAddress(route.value) ? "true" : undefined}
        onClick={close}
      >
        {name}
      </a>
      <CopyButton
        what={`link to ${name}`}
        icon="link"
        text={() => new URL(view.address, location.href).href}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={() => setRenaming(true)}
      >
        <Icon name="edit" size={14} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Delete ${name}`}
        title="Delete"
        onClick={remove}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

function Rename(props: {
  view: SavedView;
  taken: readonly SavedView[];
  onDone: (name: string) => void;
}) {
  const { view, taken, onDone } = props;
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(false);
  useLayoutEffect(() => field.current?.select(), []);
  // Esc would close the menu.
  const giveUp = (event: KeyboardEvent) => {
    event.preventDefault();
    onDone("");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const name = field.current?.value.trim() ?? "";
    const clashes = name !== view.name && taken.some((other) => other.name === name);
    setProblem(clashes);
    if (!clashes) onDone(name);
  };
  return (
    <li>
      <form class="view-form" onSubmit={submit}>
        <input
          ref={field}
          type="text"
          aria-label={`New name for ${visible(view.name)}`}
          defaultValue={view.name}
          maxLength={NAME_LENGTH}
          onKeyDown={(event) => event.key === "Escape" && giveUp(event)}
          aria-invalid={problem}
        />
        <button type="submit" class="button">
          Rename
        </button>
      </form>
      {problem && (
        <p class="field-problem" role="alert">
          Another view has this name.
        </p>
      )}
    </li>
  );
}
