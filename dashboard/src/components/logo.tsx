/** A line struck out, and the mark of the one who corrects it. */
export function Logo() {
  return (
    <span class="logo">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect class="logo-page" width="32" height="32" rx="7" />
        <path class="logo-text" d="M8 10h16M8 22h10" />
        <path class="logo-strike" d="M6 16h14" />
        <path class="logo-caret" d="M20.5 24.5 24 17l3.5 7.5" />
      </svg>
      <span class="logo-word">Errata</span>
    </span>
  );
}
