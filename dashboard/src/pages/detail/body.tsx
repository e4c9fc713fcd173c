import type { Experiment, FailureDetail } from "../../api/types";
import { isPending } from "../../components/badge";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { CodeView } from "./code";
import { Exceptions } from "./exceptions";
import { ExperimentFacts, Points } from "./experiment";
import { FailureFacts } from "./facts";
import { Findings } from "./findings";
import { LogView } from "./log";
import type { Detail } from "./use-detail";
import { Diagnosis } from "./verdict";

/** Verdict, fix, evidence, code: in the order in which a reader asks. */
export function DetailBody({ id, detail }: { id: string; detail: Detail }) {
  const { experiment, failure, code } = detail;
  const told = experiment.data;
  if (experiment.problem) {
    return (
      <Problem problem={experiment.problem} what="this experiment" retry={experiment.reload} />
    );
  }
  if (!told) return <Skeleton lines={6} label="the analysis" />;
  return (
    <div class="detail-columns" aria-busy={experiment.outdated || failure.outdated}>
      <div class="detail-main">
        <Explanation experiment={told} detail={detail} />
        {failure.data && <Proof key={failure.data.event.failure_id} failure={failure.data} />}
        <Points points={told.points} />
        {code.problem && <Problem problem={code.problem} what="the code" retry={code.reload} />}
        {code.data && <CodeView key={id} code={code.data} crash={crashLines(failure.data)} />}
      </div>
      <aside class="detail-aside" aria-label="Facts">
        {failure.data && <FailureFacts failure={failure.data} />}
        <ExperimentFacts experiment={told} />
      </aside>
    </div>
  );
}

function Explanation({ experiment, detail }: { experiment: Experiment; detail: Detail }) {
  const { failure } = detail;
  if (failure.problem) {
    return <Problem problem={failure.problem} what="the diagnosis" retry={failure.reload} />;
  }
  if (failure.data) return <Diagnosis diagnosis={failure.data.diagnosis} />;
  if (isPending(experiment)) {
    return (
      <Empty icon="pending" title="Analysis pending">
        <p>
          The failure is waiting for its diagnosis, which usually takes a few seconds. It appears
          here by itself.
        </p>
      </Empty>
    );
  }
  return failure.loading && experiment.category ? (
    <Skeleton lines={4} label="the diagnosis" />
  ) : null;
}

function Proof({ failure }: { failure: FailureDetail }) {
  const { event, diagnosis, log } = failure;
  return (
    <>
      <LogView log={log} evidence={diagnosis.evidence} event={event} />
      <Findings findings={event.findings} />
      <Exceptions exceptions={event.exceptions} cut={failure.truncated} />
    </>
  );
}

/** The candidate's own line in which each exception was raised. */
function crashLines(failure: FailureDetail | undefined): ReadonlySet<number> {
  const raised = failure?.event.exceptions ?? [];
  const own = raised.map(({ frames }) =>
    frames.findLast((frame) => frame.file.endsWith("candidate.py")),
  );
  return new Set(own.flatMap((frame) => frame?.line ?? []));
}
