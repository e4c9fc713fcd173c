// Shapes of marks as SVG path data, so that thousands of them are one element. Pure.

export const SHAPES = ["circle", "square", "triangle", "diamond", "cross"] as const;
export type Shape = (typeof SHAPES)[number];

/** Return the path of one mark of `radius` pixels around a place. */
export function markPath(shape: Shape, x: number, y: number, radius: number): string {
  const r = round(radius);
  const at = (dx: number, dy: number) => `${round(x + dx * radius)} ${round(y + dy * radius)}`;
  switch (shape) {
    case "circle":
      return `M${at(-1, 0)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case "square":
      return `M${at(-0.9, -0.9)}H${round(x + 0.9 * radius)}V${round(y + 0.9 * radius)}H${round(x - 0.9 * radius)}z`;
    case "triangle":
      return `M${at(0, -1.1)}L${at(1, 0.8)}L${at(-1, 0.8)}z`;
    case "diamond":
      return `M${at(0, -1.2)}L${at(1.2, 0)}L${at(0, 1.2)}L${at(-1.2, 0)}z`;
    case "cross":
      return `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}`;
  }
}

/** Return the path through places, in their order. */
export function linePath(places: readonly { x: number; y: number }[]): string {
  return places.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

/** What tells anchors apart without colour: the dashes of their line and the shape on it. */
export const ANCHOR_STYLES: readonly { dash: string; shape: Shape }[] = [
  { dash: "7 4", shape: "square" },
  { dash: "2 3", shape: "triangle" },
  { dash: "9 3 2 3", shape: "diamond" },
  { dash: "4 2", shape: "circle" },
];

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
