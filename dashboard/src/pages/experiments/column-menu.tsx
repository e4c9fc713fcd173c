import { useLayoutEffect, useRef } from "preact/hooks";

import { Icon } from "../../components/icon";
import { Menu } from "../../components/menu";
import { visible } from "../../format/text";
import { fits, type Column } from "./columns";
import { add, arrange, DENSITIES, layout, move, remove, restore } from "./layout";

interface Props {
  /** In the order they are shown. */
  chosen: readonly Column[];
  available: readonly Column[];
}

/** Which columns there are, and in which order: kept for the next visit. */
export function ColumnMenu(props: Props) {
  return (
    <Menu label="Columns" icon="columns">
      {() => <Chooser {...props} />}
    </Menu>
  );
}

function Chooser({ chosen, available }: Props) {
  const others = available.filter((column) => !chosen.includes(column));
  const room = others.some((column) => fits([...chosen, column]));
  return (
    <>
      <ul class="columns-list">
        {chosen.map((column) => (
          <Choice key={column.key} column={column} chosen />
        ))}
      </ul>
      <h2>More columns</h2>
      {!room && (
        <p class="hint">There is no room for more: take one away first, the page stays quick.</p>
      )}
      <ul class="columns-list">
        {others.map((column) => (
          <Choice key={column.key} column={column} room={fits([...chosen, column])} />
        ))}
      </ul>
      <footer class="menu-foot">
        <Densities />
        <button type="button" class="button button-quiet" onClick={restore}>
          Usual columns
        </button>
      </footer>
    </>
  );
}

function Choice(props: { column: Column; chosen?: boolean; room?: boolean }) {
  const { column, chosen = false, room = true } = props;
  const toggle = () => {
    if (chosen) remove(column.key);
    else if (room) add(column.key);
  };
  return (
    <li>
      <label class="check">
        <input type="checkbox" checked={chosen} aria-disabled={!room} onClick={toggle} />
        {visible(column.title)} {column.hint && <small>{column.hint}</small>}
      </label>
      {chosen && <Mover column={column} by={-1} />}
      {chosen && <Mover column={column} by={1} />}
    </li>
  );
}

function Mover({ column, by }: { column: Column; by: 1 | -1 }) {
  const button = useRef<HTMLButtonElement>(null);
  const place = layout.value.columns.indexOf(column.key);
  const pressed = useRef(false);
  // An element that is moved in the document loses the focus it has.
  useLayoutEffect(() => {
    if (pressed.current) button.current?.focus();
    pressed.current = false;
  }, [place]);
  const step = () => {
    pressed.current = true;
    move(column.key, by);
  };
  const label = `Move ${visible(column.title)} ${by < 0 ? "earlier" : "later"}`;
  return (
    <button
      ref={button}
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={layout.value.columns[place + by] === undefined}
      onClick={step}
    >
      <Icon name={by < 0 ? "up" : "down"} size={14} />
    </button>
  );
}

function Densities() {
  return (
    <span class="segments" role="group" aria-label="Density of rows">
      {DENSITIES.map((density) => (
        <button
          key={density}
          type="button"
          aria-pressed={layout.value.density === density}
          onClick={() => arrange({ density })}
        >
          {density === "compact" ? "Compact" : "Comfortable"}
        </button>
      ))}
    </span>
  );
}
