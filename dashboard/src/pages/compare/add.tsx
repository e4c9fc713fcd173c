import { useId, useState } from "preact/hooks";

import { isUlid } from "../../format/ids";
import { go } from "../../state/location";
import { MOST_COMPARED } from "../../state/route";

/** Adds an experiment to those compared, by its id. */
export function AddById({ ids }: { ids: readonly string[] }) {
  const [wrong, setWrong] = useState<string>();
  const hint = useId();
  const add = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("id") as HTMLInputElement;
    const id = field.value.trim().toUpperCase();
    const reason = refusal(id, ids);
    setWrong(reason);
    if (reason) return;
    field.value = "";
    go({ view: "compare", ids: [...ids, id] });
  };
  return (
    <form class="compare-add" onSubmit={add}>
      <input
        name="id"
        type="text"
        data-find
        aria-label="Add an experiment by its id"
        placeholder="Experiment id"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? hint : undefined}
        onInput={() => setWrong(undefined)}
      />
      <button type="submit" class="button">
        Add
      </button>
      {wrong && (
        <p id={hint} class="field-problem" role="alert">
          {wrong}
        </p>
      )}
    </form>
  );
}

function refusal(id: string, ids: readonly string[]): string | undefined {
  if (!isUlid(id)) return "An experiment id has 26 letters and digits.";
  if (ids.includes(id)) return "It is compared already.";
  if (ids.length >= MOST_COMPARED) return `At most ${MOST_COMPARED} are compared; take one out.`;
  return undefined;
}
