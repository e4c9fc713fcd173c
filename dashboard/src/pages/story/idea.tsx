import type { Experiment, ExperimentStory } from "../../api/types";
import { Time } from "../../components/time";
import { visible } from "../../format/text";
import { duration, durationS } from "../../format/time";
import { STAGE_WORDS } from "../../format/words";
import { KinLine, StoryLink } from "./kin";

/** What it was to find out, and where the idea came from. */
export function Idea({ story: { experiment, mate, repaired } }: { story: ExperimentStory }) {
  const {
    hypothesis,
    expected_effect: expected,
    operator,
    proposer,
    parent_id: parent,
  } = experiment;
  return (
    <>
      <p class="lead">{hypothesis ? visible(hypothesis) : "No hypothesis is kept."}</p>
      {expected && (
        <p>
          <strong>Expected effect.</strong> {visible(expected)}
        </p>
      )}
      {mate && (
        <div>
          <strong>Crossed with</strong>
          <KinLine kin={mate} />
        </div>
      )}
      {repaired && (
        <div>
          <strong>To repair</strong>
          <KinLine kin={repaired} />
        </div>
      )}
      <p class="hint">
        Proposed by {visible(proposer)}
        {operator && (
          <>
            {" "}
            as <code>{visible(operator)}</code>
          </>
        )}
        {parent ? (
          <>
            , made from <StoryLink id={parent} />
          </>
        ) : (
          ", the start of a lineage"
        )}
        .
      </p>
    </>
  );
}

const OUTCOMES: Record<Experiment["status"], string> = {
  running: "It is still running.",
  adopted: "It was adopted: the next candidates are made from it.",
  failed: "It failed",
  abandoned: "It was stopped before a verdict, which says nothing about the candidate.",
  skipped: "It was skipped: a similar failure is known.",
};

/** How it ended, and when. */
export function Outcome({ experiment }: { experiment: Experiment }) {
  const { status, stage, started_at: started, finished_at: finished } = experiment;
  const lasted = durationS(started, finished);
  return (
    <p>
      <strong>
        {OUTCOMES[status]}
        {status === "failed" && ` at stage ${STAGE_WORDS[stage].toLowerCase()}.`}
      </strong>{" "}
      Started <Time iso={started} />
      {finished && (
        <>
          , finished <Time iso={finished} />
        </>
      )}
      {lasted !== undefined && `, ${duration(lasted)} in all`}.
    </p>
  );
}
