const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const FINGERPRINT = /^v\d+-[0-9a-f]{32}$/;

export function isUlid(text: string): boolean {
  return ULID.test(text);
}

export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

/** Return the end of a ULID: its random part, by which neighbours in time are told apart. */
export function shortId(ulid: string): string {
  return ulid.slice(-8);
}

/** Return the start of a fingerprint's digest. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.replace(/^v\d+-/, "").slice(0, 8);
}
