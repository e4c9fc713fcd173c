import { useState } from "preact/hooks";

import { RateFigure } from "../../charts/rate-figure";
import { visible } from "../../format/text";
import { clipsOf, linesOf, nameOf } from "./curves";
import type { Compared } from "./use-compared";

/** Rate and distortion of all of them in one plane, on a clip of one's choice. */
export function CurvesSection({ compared }: { compared: readonly Compared[] }) {
  const [chosen, choose] = useState<string>();
  const clips = clipsOf(compared);
  const clip = chosen !== undefined && clips.includes(chosen) ? chosen : clips[0];
  const lines = linesOf(compared, clip);
  const missing = compared.flatMap(({ id }, at) =>
    lines.some(({ name }) => name === nameOf(id, at)) ? [] : [nameOf(id, at)],
  );
  if (lines.length === 0) {
    return <p class="hint">None of them was measured: there are no curves to compare.</p>;
  }
  return (
    <div class="card compare-curves">
      {clip !== undefined && (
        <label class="choice">
          <span>Clip</span>
          <select value={clip} onChange={(event) => choose(event.currentTarget.value)}>
            {clips.map((name) => (
              <option key={name} value={name}>
                {visible(name)}
                {isHeldOut(compared, name) && " (held out)"}
              </option>
            ))}
          </select>
        </label>
      )}
      <RateFigure title="Rate and distortion" lines={lines} />
      {missing.length > 0 && (
        <p class="hint">
          Not measured{clip !== undefined && " on this clip"}: {missing.join(", ")}.
        </p>
      )}
    </div>
  );
}

function isHeldOut(compared: readonly Compared[], name: string): boolean {
  return compared.some(({ measurements }) =>
    measurements?.clips.some(({ clip, hold_out: held }) => clip === name && held),
  );
}
