// What a list says when it has nothing to show, or something to say.
import type { ComponentChildren } from "preact";

import type { ApiProblem } from "../api/errors";
import { Icon, type IconName } from "./icon";

/** Stands where a list would. */
export function Empty(props: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={props.icon} size={28} />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}

/** A request failed. Whatever was on screen before stays there, below this. */
export function Problem(props: { problem: ApiProblem; what: string; retry: () => void }) {
  const { problem, what, retry } = props;
  const final = FINAL[problem.code];
  return (
    <div class="notice notice-problem" role="alert">
      <Icon name={final?.icon ?? "alert"} />
      <p>
        {final?.words ?? "Could not load"} {what}: {problem.message}.
        {problem.requestId && <small> Request {problem.requestId}</small>}
      </p>
      {!final && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Outcomes that trying again does not change. */
const FINAL: Partial<Record<ApiProblem["code"], { icon: IconName; words: string }>> = {
  not_found: { icon: "search", words: "Could not find" },
  forbidden: { icon: "lock", words: "You may not see" },
};

/** Grey bars in the shape of a list; they appear only when loading takes a while. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">Loading {label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
