"""Gathers what an experiment's story is told from."""

from contextlib import suppress

from errata.diagnosis import FailureRecord
from errata.errors import NotFoundError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ArtifactStore, DiagnosisStore, ExperimentStore, LineageStore
from errata.story import Story

MOST_ANCESTORS = 20
MOST_CHILDREN = 20


def gathered(
    experiment_id: str,
    experiments: LineageStore,
    diagnoses: DiagnosisStore,
    artifacts: ArtifactStore,
) -> Story:
    """Return what is kept of an experiment, its failure, its code, and its kin.

    Raises
    ------
    NotFoundError
        When there is no such experiment. Whatever else has expired is left out.
    """
    experiment = experiments.experiment(experiment_id)
    ancestors = ancestors_of(experiment, experiments)
    failure = _failure(experiment, diagnoses)
    repair = failure.diagnosis.verified_by if failure else None
    told = (experiment.mate_id, experiment.repairs, experiment.skipped_for, repair)
    named = [each for each in told if each]
    kin = {each.experiment_id: each for each in experiments.verdicts(named)}
    children = experiments.children(experiment_id, limit=MOST_CHILDREN)
    return Story(
        experiment=experiment,
        failure=failure,
        code=source_of(experiment.code, artifacts),
        parent_code=source_of(ancestors[0].code, artifacts) if ancestors else None,
        ancestors=ancestors,
        mate=kin.get(experiment.mate_id or ""),
        repaired=kin.get(experiment.repairs or ""),
        repair=kin.get(repair or ""),
        killer=kin.get(experiment.skipped_for or ""),
        children=children.items,
        more_children=children.cursor is not None,
    )


def ancestors_of(experiment: Experiment, experiments: ExperimentStore) -> list[Experiment]:
    """Return what an experiment descends from, parent first, as far as it is kept."""
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


def source_of(ref: ArtifactRef | None, artifacts: ArtifactStore) -> str | None:
    """Return the source that a reference names; None when nothing is kept."""
    if ref is None:
        return None
    with suppress(NotFoundError):
        return artifacts.get(ref).decode("utf-8", "replace")
    return None
