// Which curves of the experiments compared belong into one picture. Pure.
import { ANCHOR_STYLES } from "../../charts/shapes";
import type { RateLine } from "../../charts/rate-plane";
import type { RatePoint } from "../../charts/pareto";
import { shortId } from "../../format/ids";
import { visible } from "../../format/text";
import { letterOf, STYLES } from "./letters";
import type { Compared } from "./use-compared";

/** Return the names of all clips that one of them was measured on, those of most first. */
export function clipsOf(compared: readonly Compared[]): string[] {
  const counts = new Map<string, number>();
  for (const { measurements } of compared) {
    for (const { clip } of measurements?.clips ?? []) counts.set(clip, (counts.get(clip) ?? 0) + 1);
  }
  return [...counts].sort(([, many], [, more]) => more - many).map(([clip]) => clip);
}

/**
 * Return a curve for each experiment measured on a clip, and for each encoder they are held
 * against. Without a clip, the curves are those the experiments themselves carry.
 */
export function linesOf(compared: readonly Compared[], clip: string | undefined): RateLine[] {
  const anchors = new Map<string, readonly RatePoint[]>();
  const lines = compared.flatMap((one, at): RateLine[] => {
    const measured = one.measurements?.clips.find((each) => each.clip === clip);
    for (const [name, curve] of Object.entries(measured?.anchors ?? {})) anchors.set(name, curve);
    const points = clip === undefined ? ownPoints(one) : (measured?.points ?? []);
    const style = STYLES[at];
    if (points.length === 0 || !style) return [];
    const { letter: _, ...looks } = style;
    return [{ name: nameOf(one.id, at), points, ...looks }];
  });
  const encoders = [...anchors].map(([name, points], at): RateLine => {
    const style = ANCHOR_STYLES[at % ANCHOR_STYLES.length]!;
    return { name: visible(name), points, tone: "anchor", ...style };
  });
  return [...lines, ...encoders];
}

/** Return what a curve is called. */
export function nameOf(id: string, at: number): string {
  return `${letterOf(at)} ${shortId(id)}`;
}

function ownPoints({ experiment }: Compared): RatePoint[] {
  return (experiment?.points ?? []).flatMap(({ kbps, psnr_y_db }) =>
    kbps === undefined || psnr_y_db === undefined ? [] : [{ kbps, psnr_y_db }],
  );
}
