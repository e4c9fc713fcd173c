"""Where a codec comes from: its ancestors, from parent to parent, and their code."""

from collections.abc import Iterator, Sequence

from errata.errors import NotFoundError, StorageError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ArtifactStore, ExperimentStore


def ancestry(experiment_id: str, experiments: ExperimentStore) -> Iterator[Experiment]:
    """Yield an experiment, its parent, and so on to the start codec: a read by key for each.

    Raises
    ------
    NotFoundError
        When one of them is not kept; those younger have been yielded.
    StorageError
        When the table does not answer, or somebody is an ancestor of their own.
    """
    seen = set[str]()
    name: str | None = experiment_id
    while name is not None:
        if name in seen:
            raise StorageError(f"{name} is its own ancestor: the table holds nonsense")
        seen.add(name)
        experiment = experiments.experiment(name)
        yield experiment
        name = experiment.parent_id


def sources(
    line: Sequence[Experiment], artifacts: ArtifactStore
) -> Iterator[tuple[ArtifactRef, bytes]]:
    """Yield the code of experiments, each checked against the hash it was stored under.

    Raises
    ------
    NotFoundError
        When the code of one is not kept.
    StorageError
        When the bucket does not answer, or holds other bytes.
    """
    for experiment in line:
        if experiment.code is None:
            raise NotFoundError(f"experiment {experiment.experiment_id} has no code")
        yield experiment.code, artifacts.get(experiment.code)
