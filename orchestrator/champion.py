"""The codec that candidates are made from and judged against."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from errata.errors import ErrataError
from errata.ports import ArtifactStore, ExperimentStore
from orchestrator.codec.evaluate import Evaluator
from orchestrator.trial import Trial

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Champion:
    """An adopted codec, with its curves on all clips of this run, the hold-out clip included."""

    experiment_id: str
    trial: Trial


def reigning_champion(
    store: ExperimentStore,
    artifacts: ArtifactStore,
    evaluator: Evaluator,
    stopped: Callable[[], bool],
) -> Champion | None:
    """Return the codec adopted last, measured anew; None when none was adopted yet.

    Its stored curves would not do: they may come from other clips or another machine. A codec that
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
        name = experiment.experiment_id
        trial = Trial(evaluator, artifacts.get(experiment.code), experiment.code.sha256)
        failure = trial.first_failure(None, stopped=stopped)
        if failure is None:
            return Champion(name, trial)
        problem = failure.error_message
        if experiment.parent_id is None:
            raise ErrataError(f"the start codec {name} no longer runs on this machine: {problem}")
        _log.warning("Champion %s no longer passes (%s): taking its parent", name, problem)
        experiment = store.experiment(experiment.parent_id)
    return None
