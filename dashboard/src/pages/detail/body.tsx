import "../../styles/detail.css";

import { useEffect } from "preact/hooks";

import type { Experiment, FailureDetail } from "../../api/types";
import { isPending } from "../../components/badge";
import { lazy } from "../../components/lazy";
import { Empty, Problem, Skeleton } from "../../components/notice";
import { isCandidate, isStopped } from "./candidate";
import { Exceptions } from "./exceptions";
import { ExperimentFacts } from "./experiment";
import { ProcessFacts } from "./facts";
import { Findings } from "./findings";
import { History } from "./history";
import { CodeView } from "./lazy";
import { LogView } from "./log/view";
import { Provenance } from "./provenance";
import { Similar } from "./similar";
import type { Detail } from "./use-detail";
import { Diagnosis } from "./verdict";

const Measured = lazy(async () => (await import("./measured/view")).Measured);

/** Verdict, fix, evidence, code, kin, history: in the order in which a reader asks. */
export function DetailBody({ id, detail }: { id: string; detail: Detail }) {
  const { experiment, failure, kin, code, corrections } = detail;
  useEffect(CodeView.preload, []); // while the data are on their way
  const told = experiment.data;
  if (experiment.problem && !told) {
    return (
      <Problem problem={experiment.problem} what="this experiment" retry={experiment.reload} />
    );
  }
  if (!told) return <Skeleton lines={6} label="the analysis" />;
  const died = failure.data;
  // What stands above the code comes first: it would push a line that a link points at out of view.
  const isTold = died !== undefined || !failure.loading;
  return (
    <div class="detail-columns" aria-busy={experiment.outdated || failure.outdated}>
      <div class="detail-main">
        {experiment.problem && (
          <Problem problem={experiment.problem} what="this experiment" retry={experiment.reload} />
        )}
        <Explanation experiment={told} detail={detail} />
        {died && <Proof key={died.event.failure_id} failure={died} />}
        {(told.measurements || told.points.length > 0) && <Measured key={id} experiment={told} />}
        {code.problem && <Problem problem={code.problem} what="the code" retry={code.reload} />}
        {code.data && isTold && (
          <CodeView
            key={id}
            code={code.data}
            crash={crashLines(died)}
            stopped={died !== undefined && isStopped(died.event)}
          />
        )}
        {died && <Similar failure={died} kin={kin} />}
        {died && <History failure={died} corrections={corrections} />}
      </div>
      <aside class="detail-aside" aria-label="Facts">
        {died && <Provenance diagnosis={died.diagnosis} />}
        {died && <ProcessFacts event={died.event} />}
        <ExperimentFacts experiment={told} />
      </aside>
    </div>
  );
}

function Explanation({ experiment, detail }: { experiment: Experiment; detail: Detail }) {
  const { failure, corrections, settle } = detail;
  const problem = failure.problem && (
    <Problem problem={failure.problem} what="the diagnosis" retry={failure.reload} />
  );
  if (failure.data) {
    return (
      <>
        {problem}
        <Diagnosis
          key={failure.data.event.failure_id}
          failure={failure.data}
          corrections={corrections.data?.items ?? []}
          settle={settle}
        />
      </>
    );
  }
  if (problem) return problem;
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

/** The log first, if it proves something; else what was measured does. */
function Proof({ failure }: { failure: FailureDetail }) {
  const { event, diagnosis } = failure;
  const log = <LogView failure={failure} />;
  return (
    <>
      {diagnosis.evidence.length > 0 && log}
      <Findings findings={event.findings} />
      <Exceptions event={event} cut={failure.truncated} />
      {diagnosis.evidence.length === 0 && log}
    </>
  );
}

/** The candidate's own line that each exception was raised at, or each thread was stopped at. */
function crashLines(failure: FailureDetail | undefined): ReadonlySet<number> {
  const raised = failure?.event.exceptions ?? [];
  const own = raised.map(({ frames }) => frames.findLast(({ file }) => isCandidate(file)));
  return new Set(own.flatMap((frame) => frame?.line ?? []));
}
