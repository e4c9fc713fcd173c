// A region of the plane that was chosen, and what to do with the experiments in it.
import { Icon } from "../components/icon";
import { count } from "../format/text";
import { link } from "../state/location";
import { MOST_SELECTED } from "../state/route";
import type { PlacedMark } from "./marks";
import type { Box } from "./plane";

export interface Region {
  box: Box;
  marks: readonly PlacedMark[];
}

export function RegionChoice(props: { region: Region | undefined; clear: () => void }) {
  const { region, clear } = props;
  if (!region) {
    return (
      <p class="brush-line">
        Point at a mark or press the arrow keys; drag, or hold Shift, to choose a region.
      </p>
    );
  }
  // Ids grow with time, so these are the newest.
  const chosen = [...new Set(region.marks.map(({ mark }) => mark.experiment))].sort().reverse();
  const taken = chosen.slice(0, MOST_SELECTED);
  return (
    <div class="brush-line" role="group" aria-label="The chosen region">
      <span>
        <strong>{count(chosen.length, "experiment")}</strong>
        {taken.length < chosen.length && `, the newest ${taken.length} of them taken`}
      </span>
      {taken.length > 0 && (
        <a href={link({ view: "experiments", differs: taken.join(".") })}>What differs?</a>
      )}
      <button type="button" class="icon-button" aria-label="Choose no region" onClick={clear}>
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
