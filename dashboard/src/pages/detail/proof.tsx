import "../../styles/proof.css";

import type { Verification } from "../../api/types";
import { Icon } from "../../components/icon";
import { shortId } from "../../format/ids";
import { link } from "../../state/location";

const WORDS = {
  verified: { word: "Verified", icon: "check", shown: "a repair that followed it lived" },
  refuted: {
    word: "Refuted",
    icon: "close",
    shown: "a repair that followed it died the same death",
  },
} as const satisfies Record<Verification, object>;

/** What a repair has shown of a diagnosis, with the way to the repair. */
export function Proof({ verified, by }: { verified: Verification; by: string | null }) {
  const { word, icon, shown } = WORDS[verified];
  return (
    <span class="proof">
      <span class={`badge proof-${verified}`}>
        <Icon name={icon} size={14} />
        {word}
      </span>{" "}
      {shown}
      {by && (
        <>
          :{" "}
          <a
            class="id"
            href={link({ view: "story", experiment: by, failure: undefined })}
            title={by}
            aria-label={`Story of the repair ${shortId(by)}`}
          >
            {shortId(by)}
          </a>
        </>
      )}
    </span>
  );
}
