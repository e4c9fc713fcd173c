import { Empty } from "../../components/notice";
import { go, route } from "../../state/location";
import { isFiltered, NO_FILTERS } from "../../state/route";
import { FirstSteps } from "./first-steps";

/** Stands where the rows would: nothing yet is not nothing that matches. */
export function Nothing({ more }: { more: boolean }) {
  if (more) {
    return (
      <Empty icon="search" title="No match so far">
        <p>The days searched until now hold nothing that passes the filters. Next looks further.</p>
      </Empty>
    );
  }
  if (!isFiltered(route.value) && route.value.cursor === undefined) return <FirstSteps />;
  return (
    <Empty icon="search" title="No experiment matches">
      <p>Nothing in these days passes all the filters.</p>
      <button type="button" class="button" onClick={() => go(NO_FILTERS)}>
        Clear filters
      </button>
    </Empty>
  );
}
