"""The codec that candidates are made from and judged against."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from errata.errors import ErrataError
from errata.ports import ArtifactStore, ExperimentStore
from orchestrator.codec.evaluate import Evaluator
from orchestrator.codec.judge import judge
from orchestrator.codec.metrics import OperatingPoint

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Champion:
    """An adopted codec, with its curve on the clip of this run."""

    experiment_id: str
    code: bytes
    points: tuple[OperatingPoint, ...]


def reigning_champion(
    store: ExperimentStore,
    artifacts: ArtifactStore,
    evaluator: Evaluator,
    stopped: Callable[[], bool],
) -> Champion | None:
    """Return the codec adopted last, measured anew; None when none was adopted yet.

    Its stored curve would not do: it may come from another clip or another machine. A codec that
    no longer passes is passed over for its parent, with a warning.

    Raises
    ------
    ErrataError
        When no codec of the lineage passes.
    Stopped
        When ``stopped()`` said so.
    """
    experiment = store.champion()
    while experiment is not None and experiment.code is not None:
        code = artifacts.get(experiment.code)
        evaluation = evaluator.evaluate(code, stopped=stopped)
        if evaluation.failure is None and judge(evaluation.points, None).adopted:
            return Champion(experiment.experiment_id, code, evaluation.points)
        problem = evaluation.failure.error_message if evaluation.failure else "fails the gates"
        name = experiment.experiment_id
        if experiment.parent_id is None:
            raise ErrataError(f"the start codec {name} no longer runs on this machine: {problem}")
        _log.warning("Champion %s no longer passes (%s): taking its parent", name, problem)
        experiment = store.experiment(experiment.parent_id)
    return None
