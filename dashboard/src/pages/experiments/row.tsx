import { useComputed } from "@preact/signals";

import type { Experiment } from "../../api/types";
import { copyText } from "../../components/copy";
import { shortId } from "../../format/ids";
import { link } from "../../state/location";
import { OPENER } from "../../state/steps";
import { cellClass, content } from "./cells";
import type { Column } from "./columns";
import { togglePin } from "./pin";
import { selection } from "./selection";

interface Props {
  row: Experiment;
  columns: readonly Column[];
  /** What the scores are held against. */
  baseline: Experiment | undefined;
  onTick: (row: Experiment, reach: boolean) => void;
}

/** One experiment. On narrow screens it is a card, where each cell names itself. */
export function Row({ row, columns, baseline, onTick }: Props) {
  const { experiment_id: id, status } = row;
  const ticked = useComputed(() => selection.value.has(id)).value;
  return (
    <tr role="row" class={`row-${status}${ticked ? " row-ticked" : ""}`}>
      <td role="cell" class="cell-tick">
        <input
          type="checkbox"
          aria-label={`Select experiment ${shortId(id)}`}
          checked={ticked}
          onClick={(event) => onTick(row, event.shiftKey)}
        />
      </td>
      <th role="rowheader" scope="row" class="cell-id">
        <ExperimentLink row={row} />
        <button
          type="button"
          class="row-tool row-copy"
          aria-label={`Copy the id of ${shortId(id)}`}
          title="Copy the id"
          onClick={() => copyText(`id of ${shortId(id)}`, id)}
        />
        <button
          type="button"
          class="row-tool row-pin"
          aria-pressed={baseline?.experiment_id === id}
          aria-label={`Baseline: ${shortId(id)}`}
          title="Pin as the baseline (p)"
          onClick={() => togglePin(id)}
        />
      </th>
      {columns.map((column) => (
        <td
          key={column.key}
          role="cell"
          class={cellClass(column, row)}
          data-label={column.hint ? `${column.title}, ${column.hint}` : column.title}
        >
          {content(column, row, baseline)}
        </td>
      ))}
    </tr>
  );
}

/** Opens the detail; where there is a badge, the badge is what keys and focus go to. */
function ExperimentLink({ row }: { row: Experiment }) {
  const { experiment_id: experiment, failure_id: failure, category } = row;
  const opener = category === null ? { [OPENER]: experiment } : {};
  return (
    <a
      class="id"
      href={link({ experiment, failure: (category && failure) ?? undefined })}
      title={experiment}
      aria-label={`Experiment ${shortId(experiment)}`}
      {...opener}
    >
      {shortId(experiment)}
    </a>
  );
}
