// Absolute times: a log line, a chart and a colleague's screenshot must agree on them.

export type Zone = "utc" | "local";

const DAY_MS = 86_400_000;

/** Return "2026-01-31 12:00:00" in the zone given; the zone itself is told once, by the header. */
export function timestamp(iso: string, zone: Zone): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const shifted =
    zone === "utc" ? moment : new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace("T", " ");
}

/** Return "UTC", or how local time differs from it: "UTC+02:00". */
export function zoneName(zone: Zone, now: Date = new Date()): string {
  const minutes = zone === "utc" ? 0 : -now.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const sign = minutes < 0 ? "−" : "+";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${sign}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** Return a length of time in the unit a person would choose. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Return the seconds between two moments; undefined while there is no second one. */
export function durationS(from: string, to: string | null): number | undefined {
  return to === null ? undefined : (Date.parse(to) - Date.parse(from)) / 1000;
}

/** Return the UTC day, "2026-01-31", `days` before `now`. */
export function utcDay(now: Date, days = 0): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}

/** Return all UTC days from `first` to `last`, both inclusive. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS)
    days.push(utcDay(new Date(at)));
  return days;
}

/** True for a day that exists, written "2026-01-31". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = Date.parse(text);
  return !Number.isNaN(moment) && utcDay(new Date(moment)) === text;
}
