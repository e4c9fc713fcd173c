// What a mark on the rate-distortion plane says. Pure.
import { shortId } from "../format/ids";
import { metricNumber } from "../format/metrics";
import { CATEGORY_WORDS, SEVERITY_WORDS } from "../format/words";
import type { Mark } from "./marks";

export const KIND_WORDS: Record<Mark["kind"], string> = {
  front: "Adopted, on the front",
  adopted: "Adopted",
  measured: "Failed",
  unmeasured: "Failed before it was measured, at its parent",
};

/** Return what the mark is, and where it stands. */
export function markWords(mark: Mark): [what: string, where: string] {
  const { severity, category } = mark;
  const what =
    severity && category
      ? `${SEVERITY_WORDS[severity]} ${CATEGORY_WORDS[category].toLowerCase()}`
      : KIND_WORDS[mark.kind];
  const where = mark.kind === "unmeasured" ? "not measured, at its parent" : position(mark);
  return [`${shortId(mark.experiment)} · ${what}`, where];
}

/** Return "258.1 kbit/s, 36.12 dB". */
export function position({ kbps, psnr_y_db }: Pick<Mark, "kbps" | "psnr_y_db">): string {
  return `${metricNumber("kbps", kbps)} kbit/s, ${metricNumber("psnr_y_db", psnr_y_db)} dB`;
}

/** Say in a sentence what the plane shows. */
export function fieldSummary(marks: readonly Mark[], failures: number, truncated: boolean): string {
  const of = (...kinds: Mark["kind"][]) =>
    new Set(marks.filter(({ kind }) => kinds.includes(kind)).map(({ experiment }) => experiment))
      .size;
  const [adopted, measured, unmeasured] = [
    of("front", "adopted"),
    of("measured"),
    of("unmeasured"),
  ];
  if (adopted + failures === 0) return "Nothing measured in these days.";
  const homeless = failures - measured - unmeasured;
  const parts = [
    `${adopted} adopted`,
    `${failures} failed: ${measured} measured, ${unmeasured} drawn at their parent`,
    homeless > 0 && `${homeless} not drawn, their parent being unknown`,
    truncated && "the newest only",
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}
