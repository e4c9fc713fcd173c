import type { Experiment } from "../../api/types";
import { StatusLabel } from "../../components/badge";
import { KinLink } from "../../components/kin-link";
import { Time } from "../../components/time";
import { metricName, metricNumber, metricUnit } from "../../format/metrics";
import { visible } from "../../format/text";
import { STAGE_WORDS } from "../../format/words";
import { Fact, Facts } from "./facts";

/** What was tried, and what it scored. */
export function ExperimentFacts({ experiment }: { experiment: Experiment }) {
  const { parent_id: parent, mate_id: mate, skipped_for: killed } = experiment;
  const { hypothesis, metrics } = experiment;
  return (
    <>
      <Facts title="Experiment">
        <Fact name="Status">
          <StatusLabel status={experiment.status} />
        </Fact>
        {killed && (
          <Fact name="Similar failure in">
            <KinLink id={killed} />
          </Fact>
        )}
        <Fact name="Reached">{STAGE_WORDS[experiment.stage]}</Fact>
        <Fact name="Proposer">{visible(experiment.proposer)}</Fact>
        {experiment.operator && <Fact name="Operator">{visible(experiment.operator)}</Fact>}
        {experiment.expected_effect && (
          <Fact name="Expected">{visible(experiment.expected_effect)}</Fact>
        )}
        {hypothesis && <Fact name="Hypothesis">{visible(hypothesis)}</Fact>}
        <Fact name="Parent">{parent ? <KinLink id={parent} /> : "none, the start codec"}</Fact>
        {mate && (
          <Fact name="Crossed with">
            <KinLink id={mate} />
          </Fact>
        )}
        <Fact name="Started">
          <Time iso={experiment.started_at} />
        </Fact>
        {experiment.finished_at && (
          <Fact name="Finished">
            <Time iso={experiment.finished_at} />
          </Fact>
        )}
      </Facts>
      {Object.keys(metrics).length > 0 && <Metrics metrics={metrics} />}
    </>
  );
}

function Metrics({ metrics }: { metrics: Record<string, number> }) {
  return (
    <Facts title="Scores">
      {Object.entries(metrics).map(([name, value]) => (
        <Fact key={name} name={visible(metricName(name))}>
          {`${metricNumber(name, value)} ${metricUnit(name)}`}
        </Fact>
      ))}
    </Facts>
  );
}
