// Which points no other point beats in both rate and quality. Pure.

export interface RatePoint {
  /** Bitrate, in kbit/s. */
  kbps: number;
  /** PSNR of the luma plane, in dB. */
  psnr_y_db: number;
}

/** Return the points that no other reaches at the same rate or less, by rising rate. */
export function paretoFront<P extends RatePoint>(points: readonly P[]): P[] {
  const byRate = [...points].sort((a, b) => a.kbps - b.kbps || b.psnr_y_db - a.psnr_y_db);
  let best = -Infinity;
  return byRate.filter((point) => {
    if (point.psnr_y_db <= best) return false;
    best = point.psnr_y_db;
    return true;
  });
}
