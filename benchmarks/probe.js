// Watches a page from its first line on: when it is interactive, what blocks it, what jumps.
(() => {
  const probe = { interactive: undefined, blocked: 0, shift: 0, busy: false, acted: undefined };
  window.errataProbe = probe;

  const drawn = (selector, refused) => document.querySelector(selector) && !document.querySelector(refused);

  /** Resolve two frames after something is drawn and nothing is waited for any more. */
  probe.when = (selector, refused) =>
    new Promise((resolve) => {
      const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
      if (drawn(selector, refused)) return settle();
      const observer = new MutationObserver(() => {
        if (!drawn(selector, refused)) return;
        observer.disconnect();
        settle();
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    });

  addEventListener("click", (event) => (probe.acted = event.timeStamp), { capture: true });
  addEventListener("change", (event) => (probe.acted = event.timeStamp), { capture: true });

  // A task is in the way for what it takes beyond 50 ms (web.dev/articles/tbt).
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) probe.blocked += Math.max(0, task.duration - 50);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const move of list.getEntries()) if (!move.hadRecentInput) probe.shift += move.value;
  }).observe({ type: "layout-shift", buffered: true });
})();
