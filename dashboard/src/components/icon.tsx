// Our own line icons, 16 by 16. Inline, because a sprite may paint late.
import type { Category, Status } from "../api/types";

const PATHS = {
  syntax_error:
    "M6 2.5c-1.7 0-2 .8-2 2v1.7c0 1-.5 1.8-1.5 1.8 1 0 1.5.8 1.5 1.8v1.7c0 1.2.3 2 2 2M10 2.5c1.7 0 2 .8 2 2v1.7c0 1 .5 1.8 1.5 1.8-1 0-1.5.8-1.5 1.8v1.7c0 1.2-.3 2-2 2",
  import_error: "M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 10.5v3h11v-3",
  validation_error: "M8 1.8 3 3.6v4c0 3.2 2 5.4 5 6.6 3-1.2 5-3.4 5-6.6v-4zM6 6l4 4M10 6l-4 4",
  runtime_error: "M9.2 1.8 3.6 9h4l-.8 5.2L12.4 7h-4z",
  timeout: "M8 4.5V8l2.4 1.6M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z",
  resource_error:
    "M4.5 4.5h7v7h-7zM6.5 1.8v2.7M9.5 1.8v2.7M6.5 11.5v2.7M9.5 11.5v2.7M1.8 6.5h2.7M1.8 9.5h2.7M11.5 6.5h2.7M11.5 9.5h2.7",
  logic_error: "M3 6h10M3 10h10M11 2.5l-6 11",
  running: "M8 1.8a6.2 6.2 0 1 1-6.2 6.2",
  adopted: "M2.8 8.6 6.4 12l6.8-8",
  failed: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  abandoned: "M3 8h10",
  skipped: "M3 4l5 4-5 4zM9 4l5 4-5 4z",
  pending: "M4.5 2h7M4.5 14h7M5.2 2v2.6L8 8l2.8-3.4V2M5.2 14v-2.6L8 8l2.8 3.4V14",
  copy: "M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1",
  check: "M2.8 8.6 6.4 12l6.8-8",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  up: "M3.5 10 8 5.5l4.5 4.5",
  down: "M3.5 6 8 10.5 12.5 6",
  left: "M10 3.5 5.5 8l4.5 4.5",
  right: "M6 3.5 10.5 8 6 12.5",
  link: "M6.6 9.4l2.8-2.8M7 4.6l1.5-1.5a2.9 2.9 0 0 1 4.1 4.1l-1.5 1.5M9 11.4l-1.5 1.5a2.9 2.9 0 0 1-4.1-4.1l1.5-1.5",
  download: "M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
  pause: "M5.5 3v10M10.5 3v10",
  play: "M5 3l7.5 5L5 13z",
  refresh:
    "M13.3 6.5A5.6 5.6 0 0 0 3 5.6M2.7 9.5A5.6 5.6 0 0 0 13 10.4M3 2.5v3.1h3.1M13 13.5v-3.1H9.9",
  system: "M2 3h12v8H2zM5.5 13.5h5",
  light:
    "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  dark: "M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z",
  help: "M5.8 6.2a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6M8 12.2v.1",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.4 3.4",
  expand: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9 7M2.5 13.5 7 9",
  edit: "M10.8 2.8l2.4 2.4-7.6 7.6-3.1.7.7-3.1zM9.4 4.2l2.4 2.4",
  exit: "M6.5 2.5h-4v11h4M10 4.8 13.2 8 10 11.2M13 8H6",
  table: "M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10",
  chart: "M2.5 2v11.5H14M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
  pin: "M6 2h4l-.6 4 2.6 2.6H4L6.6 6zM8 8.6V14",
  columns: "M2.5 2.5h11v11h-11zM6.2 2.5v11M9.8 2.5v11",
  compare: "M2.5 3.5h4v9h-4zM9.5 3.5h4v9h-4z",
  bookmark: "M4 2h8v12L8 10.8 4 14z",
  lock: "M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
  open: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2z",
  regressed: "M5.5 3 2.5 6l3 3M2.5 6h6.7a4 4 0 0 1 0 8H5",
  muted:
    "M12 11.5H3.2c1-1 1.3-2 1.3-4.3 0-.5.1-1 .3-1.5M6.3 3.9A3.4 3.4 0 0 1 11.5 7c0 1 .1 1.8.3 2.4M6.8 13.6h2.4M2.5 2.5l11 11",
  alert: "M8 2.2 1.8 13h12.4zM8 6.3v3.2M8 11.3v.1",
} as const satisfies Record<Category | Status, string> & Record<string, string>;

export type IconName = keyof typeof PATHS;

/** A decoration: what it means is always also there in words. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
