import { shortId } from "../format/ids";
import { link } from "../state/location";

/** Another experiment, which opens in the detail. */
export function KinLink({ id }: { id: string }) {
  return (
    <a class="id" href={link({ experiment: id, failure: undefined })} title={id}>
      {shortId(id)}
    </a>
  );
}
