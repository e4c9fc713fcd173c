"""Gathers what an experiment's story is told from."""

from contextlib import suppress

from errata.diagnosis import FailureRecord
from errata.errors import NotFoundError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ArtifactStore, DiagnosisStore, ExperimentStore
from errata.story import Story

MOST_ANCESTORS = 20


def gathered(
    experiment_id: str,
    experiments: ExperimentStore,
    diagnoses: DiagnosisStore,
    artifacts: ArtifactStore,
) -> Story:
    """Return what is kept of an experiment, its failure, its code and where it comes from.

    Raises
    ------
    NotFoundError
        When there is no such experiment. Whatever else has expired is left out.
    """
    experiment = experiments.experiment(experiment_id)
    ancestors = _ancestors(experiment, experiments)
    return Story(
        experiment=experiment,
        failure=_failure(experiment, diagnoses),
        code=_source(experiment.code, artifacts),
        parent_code=_source(ancestors[0].code, artifacts) if ancestors else None,
        ancestors=ancestors,
    )


def _ancestors(experiment: Experiment, experiments: ExperimentStore) -> list[Experiment]:
    found: list[Experiment] = []
    with suppress(NotFoundError):
        while experiment.parent_id is not None and len(found) < MOST_ANCESTORS:
            experiment = experiments.experiment(experiment.parent_id)
            found.append(experiment)
    return found


def _failure(experiment: Experiment, diagnoses: DiagnosisStore) -> FailureRecord | None:
    if experiment.failure_id is None:
        return None
    with suppress(NotFoundError):
        return diagnoses.failure(experiment.experiment_id, experiment.failure_id)
    return None


def _source(ref: ArtifactRef | None, artifacts: ArtifactStore) -> str | None:
    if ref is None:
        return None
    with suppress(NotFoundError):
        return artifacts.get(ref).decode("utf-8", "replace")
    return None
