import { useId } from "preact/hooks";

import type { FieldDifference } from "../../api/types";
import { link } from "../../state/location";
import { Bars } from "./bars";
import { binName, fieldName, fieldUnit, onlyFilter, valueName, whyNoFilter } from "./words";

/** More values than these are rarely read. */
const MOST_VALUES = 5;

/** One field: how often each value occurs among the selected, and among the rest. */
export function Field({ difference }: { difference: FieldDifference }) {
  const { field, score, values, bins } = difference;
  const id = useId();
  const unit = fieldUnit(field);
  const why = whyNoFilter(field);
  return (
    <li class="difference">
      <h3 id={id}>
        {fieldName(field)} {unit && <small>{unit}</small>}
        <span class="difference-score" title="0: the same on both sides; 1: nothing in common">
          {score.toFixed(2)}
        </span>
      </h3>
      <table aria-labelledby={id}>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Selected and rest, drawn</th>
            <th scope="col">Selected</th>
            <th scope="col">Rest</th>
          </tr>
        </thead>
        <tbody>
          {values.slice(0, MOST_VALUES).map((one) => (
            <Shares key={one.value} {...one}>
              <Value field={field} value={one.value} />
            </Shares>
          ))}
          {bins.map((bin) => (
            <Shares key={bin.low} {...bin}>
              {binName(field, bin)}
            </Shares>
          ))}
        </tbody>
      </table>
      {why && <p class="hint">{why}</p>}
    </li>
  );
}

function Shares(props: { selected: number; rest: number; children: preact.ComponentChildren }) {
  const { selected, rest, children } = props;
  return (
    <tr>
      <th scope="row">{children}</th>
      <td class="difference-bars">
        <Bars selected={selected} rest={rest} />
      </td>
      <td class="number">{percent(selected)}</td>
      <td class="number">{percent(rest)}</td>
    </tr>
  );
}

/** A value leads on where it can: to the list with nothing else, or to what it names. */
function Value({ field, value }: { field: string; value: string | null }) {
  const name = valueName(field, value);
  const only = onlyFilter(field, value);
  if (only) {
    const address = link({ ...only, differs: undefined });
    return (
      <>
        {name}{" "}
        <a href={address} aria-label={`Only ${fieldName(field).toLowerCase()} ${name}`}>
          only
        </a>
      </>
    );
  }
  if (field === "group" && value) {
    return <a href={link({ view: "groups", group: value, differs: undefined })}>{name}</a>;
  }
  if (field === "parent" && value) {
    return <a href={link({ experiment: value, failure: undefined })}>{name}</a>;
  }
  return name;
}

function percent(share: number): string {
  const shown = share * 100;
  return `${shown > 0 && shown < 1 ? "<1" : shown.toFixed(0)} %`;
}
