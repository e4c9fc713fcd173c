import { useState } from "preact/hooks";

import { getMeasurements } from "../../../api/endpoints";
import type { Experiment, Measurements } from "../../../api/types";
import { RateFigure } from "../../../charts/rate-figure";
import { Problem, Skeleton } from "../../../components/notice";
import { visible } from "../../../format/text";
import { useResource } from "../../../state/resource";
import { clipWords, linesOf } from "./curves";
import { Points } from "./points";

/** What a candidate scored: clip by clip where that was kept, else as its experiment tells. */
export function Measured({ experiment }: { experiment: Experiment }) {
  const { experiment_id: id, parent_id: parent, measurements, points } = experiment;
  const own = useResource(measurements ? `measurements ${id}` : null, (signal) =>
    getMeasurements(id, signal),
  );
  const before = useResource(own.data && parent ? `measurements ${parent}` : null, (signal) =>
    getMeasurements(parent!, signal),
  );
  return (
    <section class="measured" aria-labelledby="measured-title">
      <header class="section-head">
        <h2 id="measured-title">Operating points</h2>
      </header>
      {own.problem && <Problem problem={own.problem} what="the measurements" retry={own.reload} />}
      {measurements && !own.data && own.loading && <Skeleton lines={6} label="the measurements" />}
      {own.data && own.data.clips.length > 0 ? (
        <Clips measured={own.data} parent={before.outdated ? undefined : before.data} />
      ) : (
        !own.loading && <Points label="Measured points" points={points} />
      )}
    </section>
  );
}

interface Props {
  measured: Measurements;
  parent: Measurements | undefined;
}

function Clips({ measured, parent }: Props) {
  const [chosen, choose] = useState<string>();
  const clip = measured.clips.find((each) => each.clip === chosen) ?? measured.clips[0]!;
  return (
    <>
      {measured.clips.length > 1 && (
        <div class="segments" role="group" aria-label="Clip">
          {measured.clips.map((each) => (
            <button
              key={each.clip}
              type="button"
              aria-pressed={each === clip}
              onClick={() => choose(each.clip)}
            >
              {visible(each.clip)}
              {each.hold_out && " (held out)"}
            </button>
          ))}
        </div>
      )}
      <div class="measured-clip">
        <RateFigure title="Rate and distortion" lines={linesOf(clip, parent)} />
        <div>
          <Points label={`Measured points on ${visible(clip.clip)}`} points={clip.points} />
          <p class="hint">{clipWords(clip, measured)}</p>
        </div>
      </div>
    </>
  );
}
