import { useEffect, useLayoutEffect } from "preact/hooks";

import type { Evidence, LogWindow } from "../../api/types";
import { detailKeys } from "../../state/keys";
import { point } from "../../state/location";

export interface Stepper {
  /** 1-based, of the evidence in view. */
  position: number;
  step: (by: 1 | -1) => void;
}

/** Which piece of evidence is in view; buttons and keys step through them in a circle. */
export function useCurrentEvidence(
  cited: readonly Evidence[],
  target: number | undefined,
): Stepper {
  const found = cited.findIndex((item) => item.line === target);
  const index = Math.max(0, found);
  const step = (by: 1 | -1) => {
    const next = cited[(index + by + cited.length) % cited.length];
    if (next) point(`#L${next.line}`);
  };
  useEffect(() => {
    detailKeys.value = cited.length > 0 ? { evidence: step } : {};
    return () => (detailKeys.value = {});
  });
  return { position: index + 1, step };
}

/** Scroll the log, and only the log, so that a line stands in its upper third. */
export function useScrollTo(
  scroller: { readonly current: HTMLDivElement | null },
  line: number | undefined,
  log: LogWindow,
): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    const row = box?.querySelector<HTMLElement>(`[data-line="${line}"]`);
    if (!box || !row) return;
    const offset = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += offset - box.clientHeight / 3;
  }, [line, log]);
}
