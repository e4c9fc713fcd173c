interface Props<T extends string> {
  name: string;
  choices: readonly T[];
  words: Record<T, string>;
  current: T;
  choose: (choice: T) => void;
}

/** A row of choices of which one holds; a click on another applies it. */
export function Chips<T extends string>({ name, choices, words, current, choose }: Props<T>) {
  return (
    <div class="chips" role="group" aria-label={name}>
      <span aria-hidden="true">{name}</span>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          class="button"
          aria-pressed={choice === current}
          onClick={() => choice !== current && choose(choice)}
        >
          {words[choice]}
        </button>
      ))}
    </div>
  );
}
