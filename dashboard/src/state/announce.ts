import { signal } from "@preact/signals";

/** What the page's one polite live region says. */
export const announcement = signal("");

/** Tell users of screen readers something that others see. */
export function announce(text: string): void {
  announcement.value = "";
  queueMicrotask(() => (announcement.value = text));
}
