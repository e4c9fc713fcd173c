import { useMemo, useState } from "preact/hooks";

import { getCode } from "../../api/endpoints";
import type { Code } from "../../api/types";
import { Problem, Skeleton } from "../../components/notice";
import { changesOf, diffOf } from "../../format/diff";
import { shortId } from "../../format/ids";
import { diffLayout } from "../../state/preferences";
import { useResource } from "../../state/resource";
import { Listing } from "../detail/code/listing";
import { letterOf } from "./letters";

interface Props {
  ids: readonly string[];
  baseline: string;
}

/** What the code of one experiment has that another's has not: any two of them. */
export function CodeComparison({ ids, baseline }: Props) {
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const before = from && ids.includes(from) ? from : baseline;
  const after = to && ids.includes(to) && to !== before ? to : ids.find((id) => id !== before)!;
  const codes = useResource(`${before} ${after}`, (signal) =>
    Promise.all([getCode(before, signal), getCode(after, signal)]),
  );
  return (
    <section aria-labelledby="compare-code">
      <header class="section-head">
        <h2 id="compare-code">Code</h2>
        <Choice label="From" ids={ids} value={before} onChoose={setFrom} />
        <Choice
          label="to"
          ids={ids.filter((id) => id !== before)}
          all={ids}
          value={after}
          onChoose={setTo}
        />
        <LayoutSwitch />
      </header>
      {codes.problem && <Problem problem={codes.problem} what="the code" retry={codes.reload} />}
      {codes.loading && <Skeleton lines={6} label="the code" />}
      {codes.data && !codes.outdated && (
        <Changes key={`${before} ${after}`} before={codes.data[0]} after={codes.data[1]} />
      )}
    </section>
  );
}

const NOWHERE: ReadonlySet<number> = new Set();

function Changes({ before, after }: { before: Code; after: Code }) {
  const [old, fresh] = [before.code, after.code];
  const lines = useMemo(
    () => (old !== null && fresh !== null ? diffOf(old, fresh) : undefined),
    [old, fresh],
  );
  if (old === null || fresh === null) {
    return <p class="hint">One of them has no code, or it has expired.</p>;
  }
  if (!lines) return <p class="hint">The two differ too much for a comparison line by line.</p>;
  if (changesOf(lines).length === 0) return <p class="hint">Both have the same code.</p>;
  return (
    <>
      {(before.truncated || after.truncated) && (
        <p class="hint">Only the start is compared: the code is too long to show whole.</p>
      )}
      <Listing lines={lines} layout={diffLayout.value} crash={NOWHERE} target={undefined} />
    </>
  );
}

function Choice(props: {
  label: string;
  ids: readonly string[];
  all?: readonly string[];
  value: string;
  onChoose: (id: string) => void;
}) {
  const { label, ids, all = ids, value, onChoose } = props;
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {ids.map((id) => (
          <option key={id} value={id}>
            {letterOf(all.indexOf(id))} · {shortId(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

function LayoutSwitch() {
  const split = diffLayout.value === "split";
  return (
    <button
      type="button"
      class="button"
      aria-pressed={split}
      onClick={() => (diffLayout.value = split ? "unified" : "split")}
    >
      Split
    </button>
  );
}
