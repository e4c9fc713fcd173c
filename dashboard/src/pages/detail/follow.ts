import { point } from "../../state/location";

/** Follow a link to a line without a history entry, which Back would have to undo first. */
export function followLine(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  point(event.currentTarget.hash);
}
