import { Empty } from "../../components/notice";
import { route } from "../../state/location";

/** Two to four experiments side by side. */
export function ComparePage() {
  const { ids } = route.value;
  return (
    <>
      <h1 class="visually-hidden">Compare experiments</h1>
      {ids.length < 2 && (
        <Empty icon="search" title="Nothing to compare">
          <p>Select two to four experiments in the list, then press c.</p>
        </Empty>
      )}
    </>
  );
}
