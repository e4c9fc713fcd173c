import { point } from "../../state/location";

/** Follow a link to a log line, without a history entry that Back would have to undo first. */
export function followEvidence(event: MouseEvent, line: number): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  point(`#L${line}`);
}
