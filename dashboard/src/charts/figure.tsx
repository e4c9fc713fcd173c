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
  /** Takes more height where there is more. */
  fill?: boolean;
  /** Draws into the size given, in CSS pixels. */
  draw: (width: number, labelledBy: string, height: number) => ComponentChildren;
  /** Stands before the drawing, as figures do that say the most. */
  lead?: ComponentChildren;
  legend?: ComponentChildren;
}

export function ChartFigure({ title, summary, table, height, fill, draw, lead, legend }: Props) {
  const [tabular, setTabular] = useState(false);
  const id = useId();
  const { box, width, height: room } = useSize();
  return (
    <figure class={fill ? "chart chart-fill" : "chart"}>
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
      <div
        ref={box}
        class="chart-body"
        style={{ [tabular && !fill ? "height" : "minHeight"]: `${height}px` }}
      >
        {tabular ? table : width > 0 && draw(width, id, room)}
      </div>
      {legend}
    </figure>
  );
}

function useSize() {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!box.current) return;
    const element = box.current;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, ...size };
}
