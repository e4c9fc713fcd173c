import type { ComponentChildren } from "preact";

import type { Resource } from "../../state/resource";

/**
 * One part of the page. Its place is kept while it loads, so that nothing jumps; what was there
 * stays while other days load, dimmed.
 */
export function Card<T>(props: {
  area: string;
  title: string;
  of: Resource<T>;
  show: (data: T) => ComponentChildren;
}) {
  const { area, title, of, show } = props;
  const outdated = of.outdated && of.data !== undefined;
  return (
    <section class={`card overview-${area}`} aria-busy={of.loading && (outdated || !of.data)}>
      {of.data !== undefined ? (
        show(of.data)
      ) : (
        <>
          <h2>{title}</h2>
          {!of.loading && <p class="hint">Not loaded.</p>}
        </>
      )}
    </section>
  );
}
