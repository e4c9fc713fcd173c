import { useLayoutEffect } from "preact/hooks";

import type { Session } from "./api/types";
import { Problem } from "./components/notice";
import { lazy } from "./components/lazy";
import { DetailDialog } from "./pages/detail/lazy";
import { BudgetNotice } from "./pages/shell/budget";
import { Header } from "./pages/shell/header";
import { announcement } from "./state/announce";
import { helpOpen, onKey } from "./state/keys";
import { followLinks, route } from "./state/location";
import { isOfOne } from "./state/route";
import { recall, session } from "./state/session";

const PAGES = {
  overview: lazy(async () => (await import("./pages/overview/page")).OverviewPage),
  experiments: lazy(async () => (await import("./pages/experiments/page")).ExperimentsPage),
  groups: lazy(async () => (await import("./pages/groups/list")).GroupsPage),
  compare: lazy(async () => (await import("./pages/compare/page")).ComparePage),
  learned: lazy(async () => (await import("./pages/learned/page")).LearnedPage),
  parked: lazy(async () => (await import("./pages/parked")).ParkedPage),
};
const OF_ONE = {
  failure: lazy(async () => (await import("./pages/detail/page")).FailurePage),
  story: lazy(async () => (await import("./pages/story/page")).StoryPage),
};
const GroupPage = lazy(async () => (await import("./pages/groups/group")).GroupPage);
const SignInPage = lazy(async () => (await import("./pages/sign-in")).SignInPage);
const HelpDialog = lazy(async () => (await import("./pages/help")).HelpDialog);

/** Fetch the page in view while it is still to be told who is there. */
export function preloadPage(): void {
  const { view, group, experiment } = route.peek();
  if (isOfOne(view)) OF_ONE[view].preload();
  else if (view === "groups" && group) GroupPage.preload();
  else PAGES[view].preload();
  if (!isOfOne(view) && experiment) DetailDialog.preload();
}

/** The whole page: who is there decides whether it is a form or the dashboard. */
export function App() {
  const state = session.value;
  switch (state.is) {
    case "unknown":
      return null;
    case "unreachable":
      return (
        <main id="main" class="unreachable" tabIndex={-1}>
          <Problem problem={state.problem} what="the dashboard" retry={recall} />
        </main>
      );
    case "out":
      return <SignInPage expired={state.expired} />;
    case "in":
      return <Dashboard session={state.session} />;
  }
}

function Dashboard(props: { session: Session }) {
  // Before the first picture: whoever sees something may press a key.
  useLayoutEffect(() => {
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", followLinks);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", followLinks);
    };
  }, []);
  const { view, experiment } = route.value;
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <Header session={props.session} />
      <main id="main" tabIndex={-1}>
        <BudgetNotice />
        <View />
      </main>
      {experiment !== undefined && !isOfOne(view) && <DetailDialog id={experiment} />}
      {helpOpen.value && <HelpDialog />}
      <div class="visually-hidden" role="status">
        {announcement.value}
      </div>
    </>
  );
}

/** Skip without leaving "#main" in the address, which is for lines of logs. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function View() {
  const { view, group, experiment } = route.value;
  if (view === "groups" && group) return <GroupPage key={group} fingerprint={group} />;
  if (!isOfOne(view)) {
    const Page = PAGES[view];
    return <Page />;
  }
  const OfOne = OF_ONE[view];
  return experiment ? <OfOne id={experiment} /> : <PAGES.experiments />;
}
