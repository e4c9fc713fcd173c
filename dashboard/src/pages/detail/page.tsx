import { shortId } from "../../format/ids";
import { route } from "../../state/location";
import { DetailBody } from "./body";
import { useDetail } from "./use-detail";

/** The detail of one experiment as a page of its own. */
export function FailurePage({ id }: { id: string }) {
  const detail = useDetail(id, route.value.failure);
  return (
    <article class="detail-page" aria-labelledby="detail-title">
      <h1 id="detail-title">Failure analysis {shortId(id)}</h1>
      <DetailBody id={id} detail={detail} />
    </article>
  );
}
