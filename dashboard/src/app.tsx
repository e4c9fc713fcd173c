import { useEffect } from "preact/hooks";

import type { Session } from "./api/types";
import { Problem } from "./components/notice";
import { lazy } from "./components/lazy";
import { OverviewPage } from "./pages/overview/page";
import { BudgetNotice } from "./pages/shell/budget";
import { Header } from "./pages/shell/header";
import { HelpDialog } from "./pages/shell/help";
import { SignInPage } from "./pages/sign-in";
import { announcement } from "./state/announce";
import { helpOpen, onKey } from "./state/keys";
import { followLinks, route } from "./state/location";
import { recall, session } from "./state/session";

// The start page comes with the first download; the others when they are first asked for.
const ExperimentsPage = lazy(
  async () => (await import("./pages/experiments/page")).ExperimentsPage,
);
const GroupsPage = lazy(async () => (await import("./pages/groups/list")).GroupsPage);
const GroupPage = lazy(async () => (await import("./pages/groups/group")).GroupPage);
const ComparePage = lazy(async () => (await import("./pages/compare/page")).ComparePage);
const FailurePage = lazy(async () => (await import("./pages/detail/page")).FailurePage);
const DetailDialog = lazy(async () => (await import("./pages/detail/dialog")).DetailDialog);
const ParkedPage = lazy(async () => (await import("./pages/parked")).ParkedPage);

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
  useEffect(() => {
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
      {experiment !== undefined && view !== "failure" && <DetailDialog id={experiment} />}
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
  switch (view) {
    case "overview":
      return <OverviewPage />;
    case "experiments":
      return <ExperimentsPage />;
    case "groups":
      return group === undefined ? <GroupsPage /> : <GroupPage key={group} fingerprint={group} />;
    case "compare":
      return <ComparePage />;
    case "failure":
      return experiment === undefined ? <ExperimentsPage /> : <FailurePage id={experiment} />;
    case "parked":
      return <ParkedPage />;
  }
}
