import type { EliteArchive, EliteCell } from "../../api/types";
import { bandNames, eliteLevel, grids, scoreWords, type Grid } from "../../format/archive";
import { shortId } from "../../format/ids";
import { metricNumber } from "../../format/metrics";
import { link } from "../../state/location";

/** Rate by quality, one grid for each band of time; every cell leads to its codec's story. */
export function Archive({ archive }: { archive: EliteArchive }) {
  const found = grids(archive);
  if (found.length === 0) return <p class="hint">No codec lies in the archive yet.</p>;
  return (
    <>
      <p class="hint">
        BD-rate on all planes of the best codec in each cell, against x264 medium where that was
        measured: the lower, the better, and the stronger the colour. From left to right the rate
        grows, from bottom to top the quality.
      </p>
      <div class="grids">
        {found.map((grid) => (
          <GridTable key={grid.band} grid={grid} archive={archive} />
        ))}
      </div>
    </>
  );
}

function GridTable({ grid, archive }: { grid: Grid; archive: EliteArchive }) {
  const rates = bandNames(archive.rate_edges_bpp, "bpp");
  const qualities = bandNames(archive.quality_edges_db, "dB").reverse();
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`Codecs ${grid.name}`}>
      <table class="grid-table">
        <caption>Encoded and decoded in {grid.name}</caption>
        <thead>
          <tr>
            <td />
            {rates.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((cells, row) => (
            <tr key={qualities[row]}>
              <th scope="row">{qualities[row]}</th>
              {cells.map((cell, at) => (
                <td key={rates[at]}>
                  {cell ? <Elite cell={cell} all={archive.cells} /> : <span class="elite-none" />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Elite({ cell, all }: { cell: EliteCell; all: readonly EliteCell[] }) {
  const { experiment_id: id, score } = cell;
  return (
    <a
      class={`elite elite-${eliteLevel(score, all)}`}
      href={link({ view: "story", experiment: id, failure: undefined })}
      title={measured(cell)}
      aria-label={`BD-rate ${scoreWords(score)}, story of experiment ${shortId(id)}`}
    >
      {scoreWords(score)}
    </a>
  );
}

/** What was measured where cells are told apart. */
function measured({ kbps, psnr_yuv_db: quality, seconds }: EliteCell): string {
  const parts = [
    kbps !== null && `${metricNumber("kbps", kbps)} kbit/s`,
    quality !== null && `${metricNumber("psnr_yuv_db", quality)} dB`,
    seconds !== null && `${metricNumber("encode_s", seconds)} s`,
  ];
  return parts.filter(Boolean).join(", ");
}
