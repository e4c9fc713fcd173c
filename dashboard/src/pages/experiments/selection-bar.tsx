import type { Experiment } from "../../api/types";
import { CopyButton } from "../../components/copy";
import { Icon } from "../../components/icon";
import { count } from "../../format/text";
import { announce } from "../../state/announce";
import { go, route, visit } from "../../state/location";
import { formatRoute, MOST_COMPARED, MOST_SELECTED, parseRoute } from "../../state/route";
import { ExportMenu } from "./export-menu";
import { togglePin } from "./pin";
import { clear, selection } from "./selection";

/** What can be done with the ticked experiments, wherever they are. */
export function SelectionBar({ rows }: { rows: readonly Experiment[] }) {
  const ticked = [...selection.value.values()];
  if (ticked.length === 0) return null;
  const here = rows.filter((row) => selection.value.has(row.experiment_id)).length;
  const ids = ticked.map((row) => row.experiment_id);
  return (
    <section class="selection-bar card" aria-label="Selection">
      <p>
        <strong>{count(ticked.length, "experiment")} selected</strong>
        {here < ticked.length && <small> {ticked.length - here} not on this page</small>}
      </p>
      <Action why={comparable(ids.length)} onClick={compare}>
        <Icon name="compare" size={14} />
        Compare
      </Action>
      <Action why={distinguishable(ids.length)} onClick={() => go({ differs: ids.join(".") })}>
        What differs?
      </Action>
      {ids.length === 1 && (
        <Action onClick={() => togglePin(ids[0]!)}>
          <Icon name="pin" size={14} />
          {route.value.pin === ids[0] ? "Unpin" : "Pin as baseline"}
        </Action>
      )}
      <ExportMenu of={ticked} />
      <CopyButton what="ids, one a line" words="Copy the ids" text={ids.join("\n")} />
      <Action onClick={leave}>
        <Icon name="close" size={12} />
        Clear
      </Action>
    </section>
  );
}

/** A button that stays in reach when it cannot do anything, and then says why. */
function Action(props: {
  why?: string | undefined;
  onClick: () => void;
  children: preact.ComponentChildren;
}) {
  const { why, onClick, children } = props;
  return (
    <button
      type="button"
      class="button"
      aria-disabled={why !== undefined}
      title={why}
      onClick={() => (why === undefined ? onClick() : announce(why))}
    >
      {children}
    </button>
  );
}

/** Show the ticked experiments side by side, or say why that cannot be. */
export function compare(): void {
  const ids = [...selection.peek().keys()];
  const why = comparable(ids.length);
  if (why === undefined) visit(formatRoute({ ...parseRoute("?view=compare"), ids }));
  else announce(why);
}

function comparable(ticked: number): string | undefined {
  if (ticked < 2) return "Select two to four experiments to compare them.";
  if (ticked > MOST_COMPARED) return `${MOST_COMPARED} experiments at most can be compared.`;
  return undefined;
}

function distinguishable(ticked: number): string | undefined {
  if (ticked > MOST_SELECTED) return `${MOST_SELECTED} experiments at most can be held apart.`;
  return undefined;
}

/** The bar goes with the selection; the focus goes to where selecting begins. */
function leave(): void {
  clear();
  document.querySelector<HTMLElement>("[data-tick-all]")?.focus();
}
