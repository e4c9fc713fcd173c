// Experiments as marks on the rate-distortion plane: what is drawn where, and what is near. Pure.
import type { AdoptedCurve, Category, FailedCurve, Severity } from "../api/types";
import { paretoFront, type RatePoint } from "./pareto";
import { drawable, place, type Plane } from "./plane";

type Curve = Pick<AdoptedCurve, "experiment_id" | "points">;
type Failed = Omit<FailedCurve, "started_at">;

export interface Mark extends RatePoint {
  /** Tells marks apart, also after new ones came. */
  key: string;
  kind: "front" | "adopted" | "measured" | "unmeasured";
  experiment: string;
  failure?: string;
  category?: Category;
  severity?: Severity;
  /** Marks at their parent's point are numbered from 1 and laid around it; 0 is at the point. */
  turn: number;
}

export interface PlacedMark {
  mark: Mark;
  x: number;
  y: number;
}

// H. Vogel, "A better way to construct the sunflower head", Mathematical Biosciences 44 (1979):
// each next one a golden angle further, so that they lie evenly however many there are.
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const SPACING = 6;
const CROWD_RADIUS = 60;

/** Return the marks of adopted experiments; those that none beats are the front. */
export function adoptedMarks(adopted: readonly Curve[]): Mark[] {
  const marks = adopted.flatMap((curve) => ownMarks(curve, "adopted"));
  const front = new Set(paretoFront(marks));
  return marks.map((mark) => (front.has(mark) ? { ...mark, kind: "front" } : mark));
}

/**
 * Return the marks of failures: where they were measured, or else at their parent, the middle of
 * whose curve is its place.
 */
export function failedMarks(adopted: readonly Curve[], failed: readonly Failed[]): Mark[] {
  const homes = new Map(
    [...failed, ...adopted].map((curve) => [curve.experiment_id, middle(curve.points)]),
  );
  const crowds = new Map<string, number>();
  return failed.flatMap((curve) => {
    const own = ownMarks(curve, "measured");
    const parent = curve.parent_id ?? "";
    const home = homes.get(parent);
    if (own.length > 0 || home === undefined)
      return own.map((mark) => ({ ...mark, ...told(curve) }));
    const turn = (crowds.get(parent) ?? 0) + 1;
    crowds.set(parent, turn);
    return [{ ...ownMark(curve, home, "unmeasured", "-"), ...told(curve), turn }];
  });
}

/** Return where each mark is drawn. */
export function placed(marks: readonly Mark[], plane: Plane): PlacedMark[] {
  const crowd = Math.max(1, ...marks.map(({ turn }) => turn));
  const spacing = Math.min(SPACING, CROWD_RADIUS / Math.sqrt(crowd));
  return marks.map((mark) => {
    const { x, y } = place(plane, mark);
    const [radius, angle] = [spacing * Math.sqrt(mark.turn), mark.turn * GOLDEN_ANGLE];
    return { mark, x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}

function ownMarks(curve: Curve, kind: Mark["kind"]): Mark[] {
  return drawable(curve.points).map((point, at) => ownMark(curve, point, kind, String(at)));
}

function ownMark(
  { experiment_id: experiment }: Curve,
  { kbps, psnr_y_db }: RatePoint,
  kind: Mark["kind"],
  name: string,
): Mark {
  return { key: `${experiment} ${name}`, kind, experiment, kbps, psnr_y_db, turn: 0 };
}

function told({ failure_id, category, severity }: Failed): Partial<Mark> {
  return {
    ...(failure_id && { failure: failure_id }),
    ...(category && { category }),
    ...(severity && { severity }),
  };
}

/** The middle of a curve: its mean quality at its geometric mean rate. */
function middle(points: readonly RatePoint[]): RatePoint | undefined {
  const known = drawable(points);
  if (known.length === 0) return undefined;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    kbps: Math.exp(mean(known.map(({ kbps }) => Math.log(kbps)))),
    psnr_y_db: mean(known.map(({ psnr_y_db }) => psnr_y_db)),
  };
}
