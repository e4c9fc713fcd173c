import { useReducer, useState } from "preact/hooks";

import { deleteView, listViews, saveView } from "../../api/endpoints";
import { ApiProblem } from "../../api/errors";
import type { SavedView } from "../../api/types";
import { announce } from "../../state/announce";
import { useResource, type Resource } from "../../state/resource";
import { formatRoute, type Route } from "../../state/route";

export interface Views {
  list: Resource<readonly SavedView[]>;
  /** Why the last change was refused. */
  problem: ApiProblem | undefined;
  /** The name last given. */
  named: string | undefined;
  /** The view deleted last: it can be had back. */
  deleted: SavedView | undefined;
  save: (name: string, address: string) => Promise<boolean>;
  rename: (view: SavedView, name: string) => Promise<boolean>;
  remove: (view: SavedView) => Promise<boolean>;
}

/** A person's saved views. What is on screen changes when the server has answered, not before. */
export function useViews(): Views {
  const [revision, again] = useReducer((count: number, _: void) => count + 1, 0);
  const list = useResource("views", listViews, revision);
  const [problem, setProblem] = useState<ApiProblem>();
  const [named, setNamed] = useState<string>();
  const [deleted, setDeleted] = useState<SavedView>();

  const change = async (write: () => Promise<unknown>, done: string): Promise<boolean> => {
    try {
      await write();
      setProblem(undefined);
      announce(done);
      again();
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return false;
    }
  };
  const save = async (name: string, address: string) => {
    setDeleted(undefined);
    setNamed(name);
    return change(() => saveView(name, address), `Saved the view ${name}.`);
  };
  const rename = async (view: SavedView, name: string) => {
    if (name === view.name) return true;
    // The new name first: should the second step fail, nothing is lost.
    const both = async () => {
      await saveView(name, view.address);
      await deleteView(view.name);
    };
    setNamed(name);
    return change(both, `Renamed the view to ${name}.`);
  };
  const remove = async (view: SavedView) => {
    const gone = await change(() => deleteView(view.name), `Deleted the view ${view.name}.`);
    if (gone) setDeleted(view);
    return gone;
  };
  return { list, problem, named, deleted, save, rename, remove };
}

/** Return the address worth a name: what is looked at, not which page or detail of it. */
export function viewAddress(route: Route): string {
  const { cursor, experiment, failure, ...view } = route;
  return formatRoute({ ...view, live: true });
}
