import { useId, useState } from "preact/hooks";

import { Icon } from "../../components/icon";
import { isUlid } from "../../format/ids";
import { openDetail } from "../../state/location";

/** Opens an experiment by its whole id. */
export function FindById() {
  const [wrong, setWrong] = useState(false);
  const hint = useId();
  const find = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("id") as HTMLInputElement;
    const id = field.value.trim().toUpperCase();
    setWrong(!isUlid(id));
    if (!isUlid(id)) return;
    field.value = "";
    openDetail(id, undefined);
  };
  return (
    <form class="find" role="search" onSubmit={find}>
      <Icon name="search" size={14} />
      <input
        name="id"
        type="search"
        data-find
        aria-label="Find an experiment by its id"
        placeholder="Experiment id"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong}
        aria-describedby={wrong ? hint : undefined}
        onInput={() => setWrong(false)}
      />
      <kbd aria-hidden="true">/</kbd>
      {wrong && (
        <p id={hint} class="field-problem" role="alert">
          An experiment id has 26 letters and digits.
        </p>
      )}
    </form>
  );
}
