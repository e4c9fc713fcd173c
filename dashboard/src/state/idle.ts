// Work that can wait until nothing else is to be done.

/** Do something once the page is idle; return how not to. */
export function whenIdle(work: () => void): () => void {
  // Safari has no such callback (https://caniuse.com/requestidlecallback).
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(work, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work);
  return () => cancelIdleCallback(handle);
}
