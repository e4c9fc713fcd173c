import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";

import { listGroups } from "../../api/endpoints";
import type { Group, GroupPage } from "../../api/types";
import { cameFrom } from "../../state/arrival";
import { refreshes } from "../../state/live";
import { useResource, type Resource } from "../../state/resource";
import type { Route } from "../../state/route";
import { focusedOpener, focusOpener, steps } from "../../state/steps";
import { changes } from "../../state/version";
import { decisions } from "./decisions";
import { decided, settle, type SettledGroups } from "./settle";

interface Held extends SettledGroups {
  asked: string;
  page?: GroupPage;
}

export interface GroupListing {
  page: Resource<GroupPage>;
  shown: readonly Group[];
  waiting: number;
  /** Let the waiting groups in. */
  show: () => void;
}

/** The page of groups a route asks for, kept current without moving what is on screen. */
export function useGroups({ groupStatus: status, limit, cursor }: Route): GroupListing {
  const key = `groups ${status} ${limit} ${cursor}`;
  const page = useResource(
    key,
    (signal) => listGroups({ limit, ...(status && { status }), ...(cursor && { cursor }) }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const held = useRef<Held>({ asked: "", shown: [], waiting: 0 });
  const asked = `${key} ${refreshes.value}`;
  if (page.data && page.data !== held.current.page && !page.outdated) {
    held.current = { asked, page: page.data, ...joined(held.current, asked, page.data) };
  }
  const [, render] = useReducer((count: number, _: void) => count + 1, 0);
  const show = () => {
    held.current = { ...held.current, shown: held.current.page?.items ?? [], waiting: 0 };
    render();
  };
  const { shown, waiting } = held.current;
  useLayoutEffect(() => {
    steps.value = shown.map(({ fingerprint }) => ({ experiment: fingerprint, failure: undefined }));
  }, [shown]);
  useReturn(shown);
  return {
    page,
    shown: shown.map((group) => decided(group, decisions.value.get(group.fingerprint))),
    waiting,
    show,
  };
}

/** Whoever comes back from a group goes on from its row. */
function useReturn(shown: readonly Group[]): void {
  const left = useRef(cameFrom()?.group);
  useEffect(() => {
    if (left.current === undefined || shown.length === 0) return;
    if (document.activeElement?.tagName === "H1") focusOpener(left.current);
    left.current = undefined;
  }, [shown]);
}

function joined(held: Held, asked: string, fresh: GroupPage): SettledGroups {
  if (held.asked !== asked) return { shown: fresh.items, waiting: 0 };
  const isHeld = ({ fingerprint }: Group) =>
    fingerprint === focusedOpener() || decisions.peek().has(fingerprint);
  return settle(held.shown, fresh.items, fresh.cursor === null, isHeld);
}
