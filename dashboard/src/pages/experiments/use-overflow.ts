import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Tells whether the content of a box is wider than the box: it must then scroll sideways. */
export function useOverflow() {
  const box = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const [outer, inner] = [box.current, box.current?.firstElementChild];
    if (!outer || !inner) return;
    const observer = new ResizeObserver(() =>
      setOverflows(inner.getBoundingClientRect().width > outer.clientWidth + 1),
    );
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);
  return { box, overflows };
}
