import { useEffect, useReducer, useRef } from "preact/hooks";

import { listExperiments } from "../../api/endpoints";
import type { Experiment, ExperimentPage } from "../../api/types";
import { isPending } from "../../components/badge";
import { busy, refreshes } from "../../state/live";
import type { Order, Route } from "../../state/route";
import { useResource, type Resource } from "../../state/resource";
import { merge, type Listing } from "../../state/rows";
import { changes } from "../../state/version";
import { listed } from "./query";
import { renew } from "./selection";

interface Held {
  key: string;
  page?: ExperimentPage;
  listing: Listing<Experiment>;
}

export interface CurrentListing {
  page: Resource<ExperimentPage>;
  listing: Listing<Experiment>;
  /** Names what was asked for: another page, another selection, or the same again by hand. */
  asked: string;
  /** Let the waiting experiments in. */
  show: () => void;
}

/** The page of experiments a route asks for, kept current without moving what is on screen. */
export function useListing(route: Route): CurrentListing {
  const query = listed(route, new Date());
  const key = JSON.stringify(query);
  const page = useResource(
    key,
    (signal) => listExperiments(query, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const held = useRef<Held>({ key: "", listing: { shown: [], waiting: [] } });
  // Another selection, or a refresh by hand, replaces the list; a change elsewhere joins it.
  const asked = `${key} ${refreshes.value}`;
  if (page.data && page.data !== held.current.page && !page.outdated) {
    held.current = {
      key: asked,
      page: page.data,
      listing: joined(held.current, asked, page.data, route.order),
    };
  }
  const { listing } = held.current;
  const [, render] = useReducer((count: number, _: void) => count + 1, 0);
  const show = () => {
    held.current.listing = { shown: held.current.page?.items ?? [], waiting: [] };
    render();
  };

  useEffect(() => {
    busy.value = listing.shown.some((item) => item.status === "running" || isPending(item));
    renew(listing.shown);
    return () => (busy.value = false);
  }, [listing]);

  return { page, listing, asked, show };
}

function joined(
  held: Held,
  asked: string,
  fresh: ExperimentPage,
  order: Order,
): Listing<Experiment> {
  if (held.key !== asked) return { shown: fresh.items, waiting: [] };
  return merge(
    held.listing.shown,
    fresh.items,
    fresh.cursor === null,
    (item) => item.experiment_id,
    order,
  );
}
