// What a person prefers on this device. Nothing secret is ever kept here.
import { effect, signal, type Signal } from "@preact/signals";

import type { Zone } from "../format/time";
import { hear, keep, recall } from "./storage";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = remembered<Theme>("theme", THEMES);
export const zone = remembered<Zone>("zone", ["utc", "local"]);
/** Single-key shortcuts can be turned off (WCAG 2.1.4). */
export const shortcuts = remembered<"on" | "off">("shortcuts", ["on", "off"]);
export const wrapLog = remembered<"on" | "off">("wrap-log", ["on", "off"]);
export const onlyDifferences = remembered<"on" | "off">("only-differences", ["off", "on"]);
export const diffLayout = remembered<"unified" | "split">("diff-layout", ["unified", "split"]);

effect(() => {
  if (theme.value === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.value;
});

/** A signal that survives a reload and is one in all tabs; the first of `choices` is the default. */
function remembered<T extends string>(name: string, choices: readonly [T, ...T[]]): Signal<T> {
  const known = (kept: string | null) => choices.find((choice) => choice === kept) ?? choices[0];
  const preference = signal<T>(known(recall(name)));
  effect(() => keep(name, preference.value));
  hear(name, (kept) => (preference.value = known(kept)));
  return preference;
}
