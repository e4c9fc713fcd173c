// Scales and the numbers written along them. Pure.

export type Span = readonly [low: number, high: number];

/** Maps a value to a place on screen; values outside the domain are outside the range as well. */
export type Scale = (value: number) => number;

/** Return a scale that is even in the value. */
export function linear([low, high]: Span, [from, to]: Span): Scale {
  const size = high - low || 1;
  return (value) => from + ((value - low) / size) * (to - from);
}

/** Return a scale that is even in the logarithm of the value; the domain must be positive. */
export function logarithmic([low, high]: Span, range: Span): Scale {
  const even = linear([Math.log(low), Math.log(high)], range);
  return (value) => even(Math.log(value));
}

/** Return the least and the greatest of some numbers, or undefined for none. */
export function extent(values: readonly number[]): Span | undefined {
  if (values.length === 0) return undefined;
  return values.reduce<Span>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Return round numbers within the span, `most` at most: steps of 1, 2 or 5 times a power of 10. */
export function ticks([low, high]: Span, most: number): number[] {
  if (!(high > low) || most < 1) return [low];
  const step = roundUp((high - low) / most);
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toFixed(digits)),
  );
}

const MANTISSAS = [[1, 2, 5], [1, 3], [1]];

/** Return round numbers within a positive span, evenly spread on a logarithmic scale. */
export function logTicks([low, high]: Span, most: number): number[] {
  const decades: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    decades.push(power);
  const choices = MANTISSAS.map((mantissas) =>
    decades
      .flatMap((power) => mantissas.map((mantissa) => Number(`${mantissa}e${power}`)))
      .filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)),
  );
  const fitting = choices.find((choice) => choice.length <= most && choice.length >= 2);
  return (
    fitting ?? (choices[0]!.length < 2 ? ticks([low, high], most) : thinned(choices[2]!, most))
  );
}

/** Return the smallest of 1, 2, 5, 10, 20, … that is not less than the size. */
function roundUp(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function thinned(values: readonly number[], most: number): number[] {
  const every = Math.ceil(values.length / most);
  return values.filter((_, at) => at % every === 0);
}
