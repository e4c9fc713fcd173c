// Rate and distortion: known encoders as lines, what was adopted and its front, what failed.
import { useMemo, useState } from "preact/hooks";

import type { Curves } from "../api/types";
import { metricNumber } from "../format/metrics";
import { clip, visible } from "../format/text";
import { ChartFigure } from "./figure";
import { fieldSummary, KIND_WORDS } from "./mark-words";
import { adoptedMarks, failedMarks, type Mark } from "./marks";
import { MARK_STYLES, RateField } from "./rate-field";
import { PlainTable } from "./plain-table";
import { LegendEntry, type RateLine } from "./rate-plane";
import { RegionChoice, type Region } from "./region";
import { ANCHOR_STYLES } from "./shapes";

const LONGEST_NAME = 48;
const LEAST_HEIGHT = 280;
/** Rows of the table; more of them would make the page slow, and nobody reads so many. */
const MOST_ROWS = 300;

export function RateDistortion({ curves }: { curves: Curves }) {
  const anchors = useMemo(() => anchorLines(curves.anchors), [curves]);
  const marks = useMemo(
    () => [...adoptedMarks(curves.adopted), ...failedMarks(curves.adopted, curves.failed)],
    [curves],
  );
  const [region, choose] = useState<Region>();
  return (
    <ChartFigure
      title="Rate and distortion"
      summary={fieldSummary(marks, curves.failed.length, curves.truncated)}
      height={LEAST_HEIGHT}
      fill
      draw={(width, labelledBy, height) => (
        <RateField {...{ anchors, marks, width, height, labelledBy, region, choose }} />
      )}
      legend={
        <>
          <Legend anchors={anchors} marks={marks} />
          <RegionChoice region={region} clear={() => choose(undefined)} />
        </>
      }
      table={<Numbers anchors={anchors} marks={marks} />}
    />
  );
}

function Legend({ anchors, marks }: { anchors: readonly RateLine[]; marks: readonly Mark[] }) {
  const kinds = (["front", "adopted", "measured", "unmeasured"] as const).filter((kind) =>
    marks.some((mark) => mark.kind === kind),
  );
  return (
    <ul class="legend">
      {anchors.map(({ name, tone, dash, shape }) => (
        <LegendEntry key={name} tone={tone} dash={dash} shape={shape}>
          {name}
        </LegendEntry>
      ))}
      {kinds.map((kind) => (
        <LegendEntry
          key={kind}
          tone={kind}
          shape={MARK_STYLES[kind].shape}
          radius={MARK_STYLES[kind].radius}
          line={kind === "front"}
        >
          {KIND_WORDS[kind]}
        </LegendEntry>
      ))}
    </ul>
  );
}

function Numbers({ anchors, marks }: { anchors: readonly RateLine[]; marks: readonly Mark[] }) {
  const known = anchors.flatMap(({ name, points }) =>
    points.map((point) => ["Encoder", name, ...numbers(point)]),
  );
  const own = marks.map((mark) => [
    KIND_WORDS[mark.kind],
    mark.experiment,
    ...(mark.kind === "unmeasured" ? ["—", "—"] : numbers(mark)),
  ]);
  const rows = [...known, ...own];
  const label =
    rows.length > MOST_ROWS
      ? `Rate and distortion, the first ${MOST_ROWS} of ${rows.length} points`
      : "Rate and distortion";
  return (
    <PlainTable
      label={label}
      columns={[
        { name: "What" },
        { name: "Name or id" },
        { name: "Bitrate, kbit/s", number: true },
        { name: "PSNR-Y, dB", number: true },
      ]}
      rows={rows.slice(0, MOST_ROWS)}
    />
  );
}

function numbers({ kbps, psnr_y_db }: { kbps: number; psnr_y_db: number }): [string, string] {
  return [metricNumber("kbps", kbps), metricNumber("psnr_y_db", psnr_y_db)];
}

function anchorLines(anchors: Curves["anchors"]): RateLine[] {
  return Object.entries(anchors).map(([name, points], at) => ({
    name: clip(visible(name), LONGEST_NAME),
    points,
    tone: "anchor",
    ...ANCHOR_STYLES[at % ANCHOR_STYLES.length]!,
  }));
}
