import { useEffect, useState } from "preact/hooks";

import { listParked } from "../../api/endpoints";
import type { Session } from "../../api/types";
import { Icon } from "../../components/icon";
import { Logo } from "../../components/logo";
import { visible } from "../../format/text";
import { zoneName } from "../../format/time";
import { helpOpen } from "../../state/keys";
import { liveState, refresh, refreshes } from "../../state/live";
import { go, link, route } from "../../state/location";
import { theme, THEMES, zone } from "../../state/preferences";
import { useResource } from "../../state/resource";
import { NO_FILTERS, type View } from "../../state/route";
import { isAdmin, leave } from "../../state/session";
import { changes } from "../../state/version";

export function Header({ session }: { session: Session }) {
  return (
    <header class="top">
      <a class="home" href="?" aria-label="Errata, start page">
        <Logo />
      </a>
      <nav aria-label="Main">
        <NavLink view="overview">Overview</NavLink>
        <NavLink view="experiments">Experiments</NavLink>
        <NavLink view="groups">Groups</NavLink>
        {route.value.ids.length > 0 && (
          <NavLink view="compare">Compare {route.value.ids.length}</NavLink>
        )}
        <NavLink view="learned">Learnt</NavLink>
        <NavLink view="parked">
          Parked
          <ParkedCount />
        </NavLink>
      </nav>
      <div class="top-tools">
        <LiveControl />
        <button
          type="button"
          class="icon-button"
          aria-label="Refresh now (r)"
          title="Refresh now (r)"
          onClick={refresh}
        >
          <Icon name="refresh" />
        </button>
        <ZoneControl />
        <ThemeControl />
        <button
          type="button"
          class="icon-button"
          aria-label="Keyboard shortcuts (?)"
          title="Keyboard shortcuts (?)"
          onClick={() => (helpOpen.value = true)}
        >
          <Icon name="help" />
        </button>
        <span class="user">
          {visible(session.username)}
          <small>{isAdmin.value ? "admin" : "viewer"}</small>
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label="Sign out"
          title="Sign out"
          onClick={leave}
        >
          <Icon name="exit" />
        </button>
      </div>
    </header>
  );
}

/** Leads to a page as it opens; what is compared stays at hand. */
function NavLink({ view, children }: { view: View; children: preact.ComponentChildren }) {
  const address = link({
    ...NO_FILTERS,
    view,
    group: undefined,
    groupStatus: undefined,
    differs: undefined,
    sort: undefined,
    experiment: undefined,
    failure: undefined,
  });
  return (
    <a href={address} aria-current={route.value.view === view ? "page" : undefined}>
      {children}
    </a>
  );
}

const ENOUGH = 10;
/** Nobody waits for this count: what the page itself shows is asked for first. */
const LATER_MS = 2_000;

/** Says from every page that something could not be read. */
function ParkedCount() {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  const page = useResource(
    due ? "parked count" : null,
    (signal) => listParked({ limit: ENOUGH }, signal),
    `${changes.value} ${refreshes.value}`,
  );
  const parked = page.data?.items.length ?? 0;
  if (parked === 0) return null;
  return <span class="nav-count">{page.data?.cursor ? `${ENOUGH}+` : parked}</span>;
}

const LIVE_WORDS = {
  live: ["Live", "New results appear by themselves. Pause"],
  paused: ["Paused", "Waits while a detail is open. Pause for good"],
  stale: ["Stale", "The server does not answer; what you see may be old. Pause"],
  off: ["Off", "Resume live refresh"],
} as const;

function LiveControl() {
  const state = liveState.value;
  const [word, hint] = LIVE_WORDS[state];
  return (
    <button
      type="button"
      class={`live live-${state}`}
      title={hint}
      aria-label={`${word}. ${hint}`}
      onClick={() => go({ live: !route.peek().live }, { replace: true })}
    >
      <span class="live-dot" aria-hidden="true" />
      {word}
      <Icon name={state === "off" ? "play" : "pause"} size={12} />
    </button>
  );
}

function ZoneControl() {
  const other = zone.value === "utc" ? "local" : "utc";
  const label = `Times are ${zoneName(zone.value)}. Show them as ${zoneName(other)}`;
  return (
    <button
      type="button"
      class="text-button"
      aria-label={label}
      title={label}
      onClick={() => (zone.value = other)}
    >
      {zoneName(zone.value)}
    </button>
  );
}

function ThemeControl() {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
  const label = `Theme: ${theme.value}. Change to ${next}`;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => (theme.value = next)}
    >
      <Icon name={theme.value} />
    </button>
  );
}
