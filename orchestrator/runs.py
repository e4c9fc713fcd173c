"""Finding the experiments of runs that were killed before they could say so.

A run in progress holds a lock on a file named after it. The kernel lets go of the lock when the
process dies, however it dies, so a mark that can be locked belongs to a dead run.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ulid import ULID

from errata.errors import ConflictError
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, ExperimentStore
from errata.taxonomy import ExperimentStatus

_MARKS = "[0-7]" + 25 * "?"
"""What ULIDs look like to a glob."""


@contextmanager
def marked(folder: Path, run_id: str) -> Iterator[None]:
    """Mark a run as in progress; the mark goes when the run ends without an exception."""
    folder.mkdir(parents=True, exist_ok=True)
    mark, unlocked = folder / run_id, folder / f".{run_id}"
    with unlocked.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        unlocked.rename(mark)  # so that a mark never shows without its lock
        yield
        mark.unlink()


def abandon_dead_runs(folder: Path, store: ExperimentStore) -> list[str]:
    """Finish what earlier runs of this host left running, and return those experiments' ids.

    One whose diagnosis arrived did fail; all others were abandoned.
    """
    finished: list[str] = []
    for mark in sorted(folder.glob(_MARKS)):
        with mark.open("r") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            left = [e for e in _left_running(store, mark.name) if _finish(store, e)]
            finished.extend(experiment.experiment_id for experiment in left)
            mark.unlink(missing_ok=True)
    return finished


def _left_running(store: ExperimentStore, run_id: str) -> list[Experiment]:
    left: list[Experiment] = []
    cursor: str | None = None
    while True:
        page = store.experiments(
            ExperimentQuery(
                first_day=ULID.from_str(run_id).datetime.date(),
                last_day=datetime.now(UTC).date(),
                status=ExperimentStatus.RUNNING,
                cursor=cursor,
            )
        )
        left.extend(found for found in page.items if found.run_id == run_id)
        cursor = page.cursor
        if cursor is None:
            return left


def _finish(store: ExperimentStore, experiment: Experiment) -> bool:
    diagnosed = experiment.failure_id is not None
    status = ExperimentStatus.FAILED if diagnosed else ExperimentStatus.ABANDONED
    changes = {"status": status, "finished_at": datetime.now(UTC)}
    try:
        store.finish(experiment.model_copy(update=changes))
    except ConflictError:
        return False
    return True
