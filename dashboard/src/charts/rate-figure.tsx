// Curves of a few experiments and encoders in one plane, to be compared.
import { metricNumber } from "../format/metrics";
import { count, visible } from "../format/text";
import { ChartFigure } from "./figure";
import { PlainTable } from "./plain-table";
import { planeOf } from "./plane";
import { LegendEntry, RateAxes, RateLineMarks, type RateLine } from "./rate-plane";

const HEIGHT = 320;

export function RateFigure({ title, lines }: { title: string; lines: readonly RateLine[] }) {
  const points = lines.flatMap((line) => line.points);
  return (
    <ChartFigure
      title={title}
      summary={`${count(lines.length, "curve")} of PSNR-Y over bitrate; further up and left is better.`}
      height={HEIGHT}
      draw={(width, labelledBy) => {
        const plane = planeOf(points, [], width, HEIGHT);
        return (
          <svg width={width} height={HEIGHT} role="img" aria-labelledby={labelledBy}>
            <RateAxes plane={plane} />
            {lines.map((line) => (
              <RateLineMarks key={line.name} line={line} plane={plane} />
            ))}
          </svg>
        );
      }}
      legend={<RateLegend lines={lines} />}
      table={<RateTable title={title} lines={lines} />}
    />
  );
}

export function RateLegend({ lines }: { lines: readonly RateLine[] }) {
  return (
    <ul class="legend">
      {lines.map(({ name, tone, dash, shape }) => (
        <LegendEntry key={name} tone={tone} dash={dash} shape={shape}>
          {visible(name)}
        </LegendEntry>
      ))}
    </ul>
  );
}

function RateTable({ title, lines }: { title: string; lines: readonly RateLine[] }) {
  return (
    <PlainTable
      label={title}
      columns={[
        { name: "Curve" },
        { name: "Bitrate, kbit/s", number: true },
        { name: "PSNR-Y, dB", number: true },
      ]}
      rows={lines.flatMap(({ name, points }) =>
        points.map(({ kbps, psnr_y_db }) => [
          visible(name),
          metricNumber("kbps", kbps),
          metricNumber("psnr_y_db", psnr_y_db),
        ]),
      )}
    />
  );
}
