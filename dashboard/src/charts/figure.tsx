// The frame of every chart: a name, one sentence, and the same numbers as a table.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import { Icon } from "../components/icon";

interface Props {
  title: string;
  summary: string;
  table: ComponentChildren;
  /** Of the drawing, in CSS pixels; kept while there is none, and by the table. */
  height: number;
  /** Draws into the width given, in CSS pixels. */
  draw: (width: number, labelledBy: string) => ComponentChildren;
  /** Stands before the drawing, as figures do that say the most. */
  lead?: ComponentChildren;
  legend?: ComponentChildren;
}

export function ChartFigure({ title, summary, table, height, draw, lead, legend }: Props) {
  const [tabular, setTabular] = useState(false);
  const id = useId();
  const { box, width } = useWidth();
  return (
    <figure class="chart">
      <figcaption>
        <h2 id={id}>{title}</h2>
        <p>{summary}</p>
        <button
          type="button"
          class="icon-button"
          aria-pressed={tabular}
          title="View as table"
          aria-label={`View “${title}” as table`}
          onClick={() => setTabular(!tabular)}
        >
          <Icon name={tabular ? "chart" : "table"} />
        </button>
      </figcaption>
      {lead}
      <div ref={box} class="chart-body" style={{ [tabular ? "height" : "minHeight"]: height }}>
        {tabular ? table : width > 0 && draw(width, id)}
      </div>
      {legend}
    </figure>
  );
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return;
    const element = box.current;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}
