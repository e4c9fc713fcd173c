"""Single experiments, from proposal to verdict, and the champion they compete for."""

import threading
from collections.abc import Callable, Sequence
from random import Random

from errata.errors import SandboxError
from errata.events import ExitFacts, Finding
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.champion import Champion
from orchestrator.codec.evaluate import Evaluation, Evaluator, Stopped
from orchestrator.codec.judge import Judgement, judge
from orchestrator.codec.metrics import OperatingPoint
from orchestrator.proposers.port import Proposal, Proposer
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult

REPETITIONS_REFUSED = 8
"""How often a proposer is asked again when it repeats itself; after that, so be it."""


class Trials:
    """The experiments of one run. Several threads may conduct them at a time.

    Parameters
    ----------
    publisher : Publisher
        Where outcomes go.
    evaluator : Evaluator
        What runs candidates.
    champion : Champion or None
        The codec to build upon; None when a lineage is to begin.
    stopped : callable
        Tells whether running experiments are to be abandoned.
    """

    def __init__(
        self,
        publisher: Publisher,
        evaluator: Evaluator,
        champion: Champion | None,
        stopped: Callable[[], bool],
    ) -> None:
        self.champion = champion
        self._publisher = publisher
        self._evaluator = evaluator
        self._stopped = stopped
        self._lock = threading.Lock()
        self._tried: set[str] = set()

    def begin(self, start: Proposal) -> Experiment:
        """Try a codec without a parent; when it passes the gates, it is the champion."""
        return self._try(start, "start", parent=None, slot=0)

    def next(self, proposer: Proposer, random: Random, slot: int) -> Experiment:
        """Let a proposer edit the champion, and try what it proposes."""
        parent = self.champion
        if parent is None:
            raise ValueError("a lineage has to begin before its next candidate")
        source = parent.code.decode("utf-8", "replace")
        proposal = proposer.propose(source, random)
        for _ in range(REPETITIONS_REFUSED):
            if self._is_new(proposal.code):
                break
            proposal = proposer.propose(source, random)
        return self._try(proposal, proposer.name, parent, slot)

    def _is_new(self, code: str) -> bool:
        """Tell whether this run has not tried ``code`` yet, and remember it."""
        with self._lock:
            known = code in self._tried
            self._tried.add(code)
        return not known

    def _try(
        self, proposal: Proposal, proposer: str, parent: Champion | None, slot: int
    ) -> Experiment:
        # A lone surrogate is no text; let the candidate fail of it like of any other wrong byte.
        code = proposal.code.encode("utf-8", "surrogatepass")
        experiment = self._publisher.start(
            proposer=proposer,
            code=code,
            hypothesis=proposal.hypothesis,
            parent_id=parent.experiment_id if parent else None,
        )
        if not code:
            return self._publisher.fail(experiment, _no_code(proposal.problem))
        try:
            evaluation = self._evaluator.evaluate(code, slot=slot, stopped=self._stopped)
        except Stopped:
            return self._publisher.abandon(experiment)
        except SandboxError:
            self._publisher.abandon(experiment)
            raise
        if evaluation.failure:
            return self._publisher.fail(experiment, evaluation.failure, evaluation.points)
        return self._verdict(experiment, code, evaluation, parent)

    def _verdict(
        self, experiment: Experiment, code: bytes, evaluation: Evaluation, parent: Champion | None
    ) -> Experiment:
        points = evaluation.points
        # One verdict at a time: two candidates of one parent must not both take its place.
        with self._lock:
            judgement = self._judge(points, parent)
            metrics = judgement.metrics | _costs(points)
            if judgement.adopted:
                adopted = self._publisher.adopt(experiment, points, metrics)
                self.champion = Champion(experiment.experiment_id, code, points)
                return adopted
        rejection = _rejection(judgement, evaluation.log)
        return self._publisher.fail(experiment, rejection, points, metrics)

    def _judge(self, points: Sequence[OperatingPoint], parent: Champion | None) -> Judgement:
        judgement = judge(points, parent.points if parent else None)
        rival = self.champion
        if not judgement.adopted or rival is None or rival is parent:
            return judgement
        if judge(points, rival.points).adopted:
            return judgement
        message = f"better than its parent, but no better than {rival.experiment_id}, adopted since"
        finding = Finding(code="overtaken", message=message, values=judgement.metrics)
        return Judgement((finding,), judgement.metrics)


def _no_code(problem: str) -> StepResult:
    message = problem or "the proposer gave no code"
    finding = Finding(code="no_code", message=message, values={})
    return StepResult(Stage.PROPOSE, ExitFacts(), message, findings=(finding,))


def _rejection(judgement: Judgement, log: bytes) -> StepResult:
    reasons = "; ".join(finding.message for finding in judgement.findings)
    log += "".join(f"rejected, {f.code}: {f.message}\n" for f in judgement.findings).encode()
    return StepResult(Stage.JUDGE, ExitFacts(code=0), reasons, findings=judgement.findings, log=log)


def _costs(points: Sequence[OperatingPoint]) -> dict[str, float]:
    return {
        "slowest_encode_s": max(point.encode_s for point in points),
        "slowest_decode_s": max(point.decode_s for point in points),
        "peak_memory_bytes": max(point.peak_memory_bytes for point in points),
    }
