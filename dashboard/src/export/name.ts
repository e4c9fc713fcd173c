/**
 * Return a file name that tells what is in the file and when it was made, for example
 * "errata-experiments_status-failed_2026-11-01_2026-11-21_made-20261121T021407Z.csv".
 *
 * @param parts words of the filter; anything that is no letter, digit or hyphen becomes a hyphen
 */
export function fileName(parts: readonly string[], now: Date, extension: string): string {
  const made = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const words = parts.map((part) => part.replace(/[^A-Za-z0-9-]+/g, "-"));
  return `${["errata-experiments", ...words, `made-${made}`].join("_")}.${extension}`;
}
