import { useEffect } from "preact/hooks";

import type { Session } from "./api/types";
import { Problem } from "./components/notice";
import { DetailDialog } from "./pages/detail/dialog";
import { ExperimentsPage } from "./pages/experiments/page";
import { GroupPage } from "./pages/groups/group";
import { GroupsPage } from "./pages/groups/list";
import { ParkedPage } from "./pages/parked";
import { BudgetNotice } from "./pages/shell/budget";
import { Header } from "./pages/shell/header";
import { HelpDialog } from "./pages/shell/help";
import { SignInPage } from "./pages/sign-in";
import { announcement } from "./state/announce";
import { helpOpen, onKey } from "./state/keys";
import { followLinks, route } from "./state/location";
import { recall, session } from "./state/session";

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
  const { experiment } = route.value;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header session={props.session} />
      <main id="main" tabIndex={-1}>
        <BudgetNotice />
        <View />
      </main>
      {experiment !== undefined && <DetailDialog id={experiment} />}
      {helpOpen.value && <HelpDialog />}
      <div class="visually-hidden" role="status">
        {announcement.value}
      </div>
    </>
  );
}

function View() {
  const { view, group } = route.value;
  switch (view) {
    case "experiments":
      return <ExperimentsPage />;
    case "groups":
      return group === undefined ? <GroupsPage /> : <GroupPage key={group} fingerprint={group} />;
    case "parked":
      return <ParkedPage />;
  }
}
