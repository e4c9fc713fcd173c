import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { arrive } from "../state/arrival";

/** The heading of a page: whoever arrives at the page goes on from it. */
export function PageHeading(props: { hidden?: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (heading.current) arrive(heading.current);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={props.hidden ? "visually-hidden" : undefined}>
      {props.children}
    </h1>
  );
}
