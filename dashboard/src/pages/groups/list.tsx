import "../../styles/groups.css";

import { Empty, Problem, Skeleton } from "../../components/notice";
import { PageHeading } from "../../components/heading";
import { Pager } from "../../components/pager";
import { link, route } from "../../state/location";
import { ViewersNote } from "./actions";
import { StatusFilter } from "./filter";
import { STATUS_WORDS } from "./status";
import { GroupTable } from "./table";
import { Undo } from "./undo";
import { useGroups, type GroupListing } from "./use-groups";

const NOTE = "groups-note";

/** Failures that died the same death, last seen first. */
export function GroupsPage() {
  const listing = useGroups(route.value);
  const { page, waiting, show } = listing;
  return (
    <>
      <header class="page-head">
        <PageHeading>Groups</PageHeading>
        <p>Failures that died the same death, whatever their numbers and paths. Last seen first.</p>
      </header>
      <div class="filters">
        <StatusFilter />
        {waiting > 0 && (
          <button type="button" class="button button-new" onClick={show}>
            {waiting} new — show
          </button>
        )}
      </div>
      <ViewersNote id={NOTE} />
      {page.problem && <Problem problem={page.problem} what="the groups" retry={page.reload} />}
      <List {...listing} />
      <Undo />
    </>
  );
}

function List({ page, shown }: GroupListing) {
  if (shown.length > 0) {
    return (
      <>
        <GroupTable groups={shown} outdated={page.outdated} note={NOTE} />
        <Pager next={page.data?.cursor ?? null} sizes />
      </>
    );
  }
  if (page.loading) return <Skeleton lines={8} label="groups" />;
  if (page.problem) return null;
  const { groupStatus, cursor } = route.value;
  if (groupStatus === undefined && cursor === undefined) {
    return (
      <Empty icon="check" title="No group yet">
        <p>The first diagnosed failure starts one.</p>
      </Empty>
    );
  }
  return (
    <Empty icon="search" title="No group matches">
      <p>
        {groupStatus
          ? `No group is ${STATUS_WORDS[groupStatus].toLowerCase()} now.`
          : "There are no more groups."}
      </p>
      <a class="button" href={link({ groupStatus: undefined, cursor: undefined })}>
        Show all groups
      </a>
    </Empty>
  );
}
