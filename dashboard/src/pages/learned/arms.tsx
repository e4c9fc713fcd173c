import { Fragment } from "preact";
import { useState } from "preact/hooks";

import type { ArmFates, Fates } from "../../api/types";
import { Icon } from "../../components/icon";
import { discounted, FATE_WORDS, share, tries } from "../../format/fates";
import { shortFingerprint } from "../../format/ids";
import { count, visible } from "../../format/text";
import { CATEGORY_WORDS } from "../../format/words";
import { link } from "../../state/location";
import { FateBar, FateLegend, most } from "./fate-bar";

/** How each kind of edit has fared; unfolded, how on each target. */
// As cards, rows lose their display type, and with it what it means to assistive technology: hence
// the roles a table has anyway.
export function Arms({ arms }: { arms: readonly ArmFates[] }) {
  if (arms.length === 0) return <p class="hint">No candidate of the loop was judged yet.</p>;
  const widest = most(arms);
  return (
    <>
      <p class="hint">
        Counts are discounted: what was long ago counts less. Kinds that keep dying are tried less.
      </p>
      <FateLegend />
      <div class="table-scroll" tabIndex={0} role="region" aria-label="How kinds of edit fared">
        <table class="plain-table learned-table" role="table" aria-labelledby="learned-arms">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                Kind of edit
              </th>
              <th role="columnheader" scope="col">
                <span class="visually-hidden">Shares</span>
              </th>
              {FATE_WORDS.map(([fate, word]) => (
                <th key={fate} role="columnheader" scope="col" class="number">
                  {word}
                </th>
              ))}
              <th role="columnheader" scope="col">
                Died most of
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {arms.map((arm) => (
              <ArmRows key={arm.operator} arm={arm} widest={widest} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ArmRows({ arm, widest }: { arm: ArmFates; widest: number }) {
  const [open, setOpen] = useState(false);
  const { operator, targets, more_targets: more } = arm;
  return (
    <Fragment>
      <tr role="row">
        <th role="rowheader" scope="row">
          {targets.length > 0 ? (
            <button
              type="button"
              class="unfold"
              aria-expanded={open}
              aria-label={`${visible(operator)}, ${count(targets.length, "target")}`}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? "down" : "right"} size={12} />
              {visible(operator)}
            </button>
          ) : (
            <span class="unfold">{visible(operator)}</span>
          )}
        </th>
        <FateCells fates={arm} widest={widest} />
        <td role="cell" data-label="Died most of">
          <DiedOf groups={arm.groups} />
        </td>
      </tr>
      {open &&
        targets.map((target) => (
          <tr key={target.target} role="row" class="target-row">
            <th role="rowheader" scope="row">
              {visible(target.target)}
            </th>
            <FateCells fates={target} widest={widest} />
            <td role="cell" />
          </tr>
        ))}
      {open && more > 0 && (
        <tr role="row" class="target-row">
          <td role="cell" colSpan={6} class="hint">
            {count(more, "target")} tried less {more === 1 ? "is" : "are"} left out.
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function FateCells({ fates, widest }: { fates: Fates; widest: number }) {
  return (
    <>
      <td role="cell" class="fate-cell">
        <FateBar fates={fates} most={widest} />
      </td>
      {FATE_WORDS.map(([fate, word]) => (
        <td key={fate} role="cell" class="number" data-label={word}>
          {discounted(fates[fate])} <span class="category">{share(fates[fate], tries(fates))}</span>
        </td>
      ))}
    </>
  );
}

function DiedOf({ groups }: { groups: ArmFates["groups"] }) {
  if (groups.length === 0) return <span class="category">—</span>;
  return (
    <ul class="died-of">
      {groups.map(({ fingerprint, count: deaths, category, root_cause: cause }) => (
        <li key={fingerprint}>
          {discounted(deaths)}{" "}
          {category ? (
            <a
              href={link({ view: "groups", group: fingerprint })}
              title={visible(cause)}
              aria-label={`${CATEGORY_WORDS[category]}, group ${shortFingerprint(fingerprint)}`}
            >
              {CATEGORY_WORDS[category]}
            </a>
          ) : (
            <span class="category">a group that has expired</span>
          )}
        </li>
      ))}
    </ul>
  );
}
