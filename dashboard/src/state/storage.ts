// What the browser keeps for us on this device. Storage may be forbidden by the browser's settings;
// what was to be kept then lasts as long as the page.

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`errata.${name}`);
  } catch {
    return null;
  }
}

/** Hear what another tab of ours keeps under a name. */
export function hear(name: string, change: (value: string | null) => void): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === `errata.${name}`) change(newValue);
  });
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`errata.${name}`, value);
  } catch {
    return;
  }
}
