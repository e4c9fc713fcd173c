import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { SavedView } from "../../api/types";
import { Problem, Skeleton } from "../../components/notice";
import { Menu } from "../../components/menu";
import { route } from "../../state/location";
import { useViews, viewAddress, type Views } from "./use-views";
import { NAME_LENGTH, ViewItem } from "./view-item";

/** The API keeps no longer address. */
const LONGEST = 1_000;

/** Views a person has given a name: opened, renamed and deleted here. */
export function ViewsMenu() {
  return (
    <Menu label="Views" icon="bookmark">
      {(close) => <Panel close={close} />}
    </Menu>
  );
}

function Panel({ close }: { close: () => void }) {
  const views = useViews();
  const { list, problem, deleted } = views;
  return (
    <>
      {list.problem && (
        <Problem problem={list.problem} what="your saved views" retry={list.reload} />
      )}
      <List list={list.data} views={views} close={close} />
      {problem && (
        <p class="field-problem" role="alert">
          Not changed: {problem.message}.
        </p>
      )}
      {deleted && (
        <p class="deleted">
          Deleted {deleted.name}
          <button
            type="button"
            class="button"
            onClick={() => views.save(deleted.name, deleted.address)}
          >
            Undo
          </button>
        </p>
      )}
      <SaveForm views={views} />
    </>
  );
}

function List(props: { list: readonly SavedView[] | undefined; views: Views; close: () => void }) {
  const { list, views, close } = props;
  const box = useRef<HTMLUListElement>(null);
  // What was renamed or had back is another element now; the focus goes on from it.
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) return;
    const links = [...(box.current?.querySelectorAll<HTMLElement>("[data-view]") ?? [])];
    links.find((link) => link.dataset["view"] === views.named)?.focus();
  }, [list]);
  if (!list) return views.list.problem ? null : <Skeleton lines={2} label="your saved views" />;
  if (list.length === 0) return <p class="hint">No saved views yet.</p>;
  return (
    <ul ref={box} class="views" aria-label="Saved views">
      {list.map((view) => (
        <ViewItem key={view.name} view={view} views={views} close={close} />
      ))}
    </ul>
  );
}

function SaveForm({ views }: { views: Views }) {
  const [name, setName] = useState("");
  const address = viewAddress(route.value);
  const taken = views.list.data?.some((view) => view.name === name.trim());
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() && (await views.save(name.trim(), address))) setName("");
  };
  if (address.length > LONGEST) {
    return <p class="hint">This view holds too many selected experiments to be saved.</p>;
  }
  return (
    <form class="menu-foot view-form" onSubmit={save}>
      <input
        type="text"
        aria-label="Name for what is on screen"
        placeholder="Save this view as…"
        maxLength={NAME_LENGTH}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button button-primary" aria-disabled={!name.trim()}>
        {taken ? "Replace" : "Save"}
      </button>
    </form>
  );
}
