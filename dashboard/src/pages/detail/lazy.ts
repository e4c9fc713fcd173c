// The detail, as the pages that lead to it know it: fetched when it is first asked for, or before.
import { lazy } from "../../components/lazy";

export const DetailDialog = lazy(async () => (await import("./dialog")).DetailDialog);
export const CodeView = lazy(async () => (await import("./code/view")).CodeView);

/** Fetch what opens over a list before anyone asks for it. */
export function preloadDetail(): void {
  DetailDialog.preload();
  CodeView.preload();
}
