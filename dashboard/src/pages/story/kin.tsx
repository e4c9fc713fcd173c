import type { Experiment, Kin as KinData } from "../../api/types";
import { StatusLabel } from "../../components/badge";
import { Time } from "../../components/time";
import { bdRates, bdRateWords } from "../../format/bd-rate";
import { shortId } from "../../format/ids";
import { visible } from "../../format/text";
import { CATEGORY_WORDS } from "../../format/words";
import { link } from "../../state/location";

/** Other experiments of a story, each of which leads to its own. */
export function KinList(props: {
  kin: readonly KinData[];
  /** The experiment whose story it is. */
  of: string;
  /** Numbered from the nearest on. */
  ordered?: boolean;
}) {
  const { kin, of, ordered } = props;
  const List = ordered ? "ol" : "ul";
  return (
    <List class="kin-list">
      {kin.map((each) => (
        <li key={each.experiment_id}>
          <KinLine kin={each} as={role(each, of)} />
        </li>
      ))}
    </List>
  );
}

/** One other experiment: how it ended, which it is, and what it was to find out. */
export function KinLine({ kin, as }: { kin: KinData; as?: string | undefined }) {
  const [best] = kin.status === "adopted" ? bdRates(kin.metrics) : [];
  return (
    <div class="kin">
      <StatusLabel status={kin.status} />
      <StoryLink id={kin.experiment_id} />
      <Time iso={kin.started_at} />
      <span class="kin-idea">
        {as && <strong>{as}. </strong>}
        {kin.category && <span class="category">{CATEGORY_WORDS[kin.category]}. </span>}
        {kin.hypothesis ? visible(kin.hypothesis) : <i>No hypothesis is kept.</i>}
        {best && <span class="kin-score">{visible(bdRateWords(best))}</span>}
      </span>
    </div>
  );
}

/** Name what an experiment has to do with another, where it is more than made from it. */
function role({ repairs, mate_id: mate }: KinData, of: string): string | undefined {
  if (repairs === of) return "Repair";
  return mate === of ? "Crossed with it" : undefined;
}

export function StoryLink({ id }: { id: Experiment["experiment_id"] }) {
  return (
    <a
      class="id"
      href={link({ view: "story", experiment: id, failure: undefined })}
      title={id}
      aria-label={`Story of experiment ${shortId(id)}`}
    >
      {shortId(id)}
    </a>
  );
}
