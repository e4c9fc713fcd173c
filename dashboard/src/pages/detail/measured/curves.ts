// The curves of one candidate beside what it is held against. Pure.
import type { RateLine } from "../../../charts/rate-plane";
import { ANCHOR_STYLES } from "../../../charts/shapes";
import type { Measurements } from "../../../api/types";
import { visible } from "../../../format/text";

type Clip = Measurements["clips"][number];

/** Return the candidate's curve on a clip, its parent's on the same, and those of the encoders. */
export function linesOf(clip: Clip, parent: Measurements | undefined): RateLine[] {
  const before = parent?.clips.find(({ clip: name }) => name === clip.clip)?.points ?? [];
  const own: RateLine[] = [
    { name: "This candidate", points: clip.points, tone: "line-1", shape: "circle" },
    { name: "Its parent", points: before, tone: "line-2", shape: "square", dash: "7 3" },
  ];
  const encoders = Object.entries(clip.anchors).map(([name, points], at): RateLine => {
    const style = ANCHOR_STYLES[at % ANCHOR_STYLES.length]!;
    return { name: visible(name), points, tone: "anchor", ...style };
  });
  return [...own, ...encoders].filter(({ points }) => points.length > 0);
}

/** Return what a clip is, and how it was measured, in a sentence. */
export function clipWords(clip: Clip, { encoders, isolation }: Measurements): string {
  const size = `${clip.width} × ${clip.height} pixels, ${clip.frames} frames at ${clip.fps} fps`;
  const box = isolation ? `; isolated by ${isolation}` : "";
  const versions = Object.entries(encoders).map(([name, version]) => `${name} ${version}`);
  const against = versions.length > 0 ? `; measured with ${versions.join(", ")}` : "";
  return visible(`${size}${box}${against}.`);
}
