import "../../styles/differences.css";

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { findDifferences } from "../../api/endpoints";
import type { Differences } from "../../api/types";
import { Icon } from "../../components/icon";
import { Problem, Skeleton } from "../../components/notice";
import { refreshes } from "../../state/live";
import { go, route } from "../../state/location";
import { useResource } from "../../state/resource";
import { Legend } from "./bars";
import { Field } from "./field";
import { questionOf, selectedWords } from "./selected";
import { WHY_NOT, whyNoFilter } from "./words";

/** As many fields as are read at a glance. */
const FIRST = 6;

/** In which fields some experiments differ from the rest, the most different first. */
export function DifferencesPanel({ differs }: { differs: string }) {
  const question = questionOf(differs, route.value, new Date());
  const found = useResource(
    question ? JSON.stringify(question) : null,
    (signal) => findDifferences(question!, signal),
    refreshes.value,
  );
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Whoever asked is led here; on a fresh page the focus is the page's own affair.
    if (document.activeElement !== document.body) heading.current?.focus();
  }, [differs]);
  return (
    <section
      class="differences card"
      aria-labelledby="differences-title"
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <header class="section-head">
        <h2 id="differences-title" ref={heading} tabIndex={-1}>
          What differs?
        </h2>
        <p>
          {selectedWords(differs)} against the rest of{" "}
          {differs === "filters" ? "these days" : "the list"}
        </p>
        <button type="button" class="icon-button" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {found.problem && (
        <Problem problem={found.problem} what="the differences" retry={found.reload} />
      )}
      {!question && (
        <p class="hint">
          Set a filter first, or select experiments in the list: they are compared.
        </p>
      )}
      {question && found.data && !found.outdated && <Answer found={found.data} />}
      {question && found.loading && !found.data && <Skeleton lines={4} label="the differences" />}
    </section>
  );
}

function Answer({ found }: { found: Differences }) {
  const { selected, rest, sampled, fields } = found;
  const [all, setAll] = useState(false);
  if (selected === 0 || rest === 0) {
    const missing = selected === 0 ? "None of the selected is there any more" : "There is no rest";
    return <p class="hint">{missing}: widen the days or clear a filter.</p>;
  }
  if (fields.length === 0) return <p class="hint">No field differs.</p>;
  const shown = all ? fields : fields.slice(0, FIRST);
  return (
    <>
      <Legend selected={selected} rest={rest} />
      {sampled && <p class="hint">There are more: the newest of each side stand for all.</p>}
      <ol class="difference-fields">
        {shown.map((difference) => (
          <Field key={difference.field} difference={difference} />
        ))}
      </ol>
      {shown.some(({ field }) => whyNoFilter(field)) && <p class="hint">{WHY_NOT}</p>}
      {fields.length > FIRST && (
        <button type="button" class="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Fewer fields" : `All ${fields.length} fields`}
        </button>
      )}
    </>
  );
}

/** The focus goes back to where one asks. */
function close(): void {
  go({ differs: undefined });
  document.querySelector<HTMLElement>("[data-differs]")?.focus();
}
