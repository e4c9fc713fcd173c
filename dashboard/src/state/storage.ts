// What the browser keeps for us on this device. Storage may be forbidden by the browser's settings;
// what was to be kept then lasts as long as the page.

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`errata.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`errata.${name}`, value);
  } catch {
    return;
  }
}
