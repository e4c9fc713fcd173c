import { useLayoutEffect, useRef } from "preact/hooks";

import type { Experiment } from "../../api/types";
import { Menu } from "../../components/menu";
import { exportAll, exportThese, job, type Asked, type Format } from "../../export/job";
import { count } from "../../format/text";
import { route } from "../../state/location";
import { absolute } from "../../state/route";
import { filtered } from "./query";

const FORMATS: readonly [Format, string, string][] = [
  ["csv", "CSV", "for spreadsheets; no cell runs as a formula"],
  ["json", "JSON", "everything, every operating point too"],
];

/** Saves what passes the filters, or the experiments given. */
export function ExportMenu({ of: chosen }: { of?: readonly Experiment[] }) {
  return (
    <Menu label="Export" icon="download">
      {() => (chosen ? <Chosen experiments={chosen} /> : <Filtered />)}
    </Menu>
  );
}

function Chosen({ experiments }: { experiments: readonly Experiment[] }) {
  const selected = { selected: experiments.length };
  return (
    <>
      <p>{count(experiments.length, "selected experiment")}</p>
      <Formats onChoose={(format) => exportThese(experiments, selected, format)} />
    </>
  );
}

function Filtered() {
  const asked = askedFor();
  const state = job.value;
  const box = useRef<HTMLDivElement>(null);
  // What was pressed makes way for what comes of it, and the focus goes on from there.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) box.current?.querySelector("button")?.focus();
  }, [state.is]);
  return (
    <div ref={box}>
      <p>
        All that pass the filters, {asked.first_day} to {asked.last_day}
      </p>
      {state.is === "reading" ? (
        <Progress {...state} />
      ) : (
        <Formats onChoose={(format) => exportAll(asked, format)} />
      )}
      {state.is === "failed" && (
        <div class="export-problem" role="alert">
          <p class="field-problem">Could not export: {state.problem.message}.</p>
          <button type="button" class="button" onClick={state.again}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

function Progress(props: { read: number; share: number; cancel: () => void }) {
  const { read, share, cancel } = props;
  return (
    <div class="export-progress">
      <progress aria-label="Share of the days that has been read" value={share} />
      <span>{count(read, "experiment")} read</span>
      <button type="button" class="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

function Formats({ onChoose }: { onChoose: (format: Format) => void }) {
  return (
    <ul class="formats">
      {FORMATS.map(([format, name, hint]) => (
        <li key={format}>
          <button type="button" class="button" onClick={() => onChoose(format)}>
            {name}
          </button>
          <small>{hint}</small>
        </li>
      ))}
    </ul>
  );
}

function askedFor(): Asked {
  const { order } = route.value;
  const now = new Date();
  const { first_day = "", last_day = "", ...filters } = filtered(absolute(route.value, now), now);
  return { ...filters, ...(order !== "newest" && { order }), first_day, last_day };
}
