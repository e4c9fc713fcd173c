import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ulid import ULID

from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.runs import abandon_dead_runs, marked
from tests.unit.orchestrator.fakes import MemoryExperiments


def running(store: MemoryExperiments, run_id: str, failure_id: str | None = None) -> str:
    experiment = Experiment(
        experiment_id=str(ULID()),
        run_id=run_id,
        status=ExperimentStatus.RUNNING,
        stage=Stage.VALIDATE,
        proposer="mutate",
        started_at=datetime.now(UTC),
        failure_id=failure_id,
    )
    store.start(experiment)
    return experiment.experiment_id


def kill(folder: Path, run_id: str) -> None:
    """Let another process begin a run, and kill it outright."""
    code = (
        "import sys; from pathlib import Path; from orchestrator.runs import marked\n"
        "with marked(Path(sys.argv[1]), sys.argv[2]): print('begun', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(folder), run_id]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.kill()


def test_what_a_killed_run_left_running_is_abandoned(tmp_path: Path) -> None:
    store, dead, other = MemoryExperiments(), str(ULID()), str(ULID())
    left = [running(store, dead) for _ in range(5)]
    elsewhere = running(store, other)
    kill(tmp_path, dead)
    assert sorted(abandon_dead_runs(tmp_path, store)) == sorted(left)
    assert {store.items[name].status for name in left} == {ExperimentStatus.ABANDONED}
    assert store.items[elsewhere].status is ExperimentStatus.RUNNING
    assert abandon_dead_runs(tmp_path, store) == []


def test_one_whose_failure_was_diagnosed_meanwhile_has_failed(tmp_path: Path) -> None:
    store, dead = MemoryExperiments(), str(ULID())
    name = running(store, dead, failure_id=str(ULID()))
    kill(tmp_path, dead)
    abandon_dead_runs(tmp_path, store)
    assert store.items[name].status is ExperimentStatus.FAILED


def test_a_run_in_progress_is_left_alone(tmp_path: Path) -> None:
    store, run_id = MemoryExperiments(), str(ULID())
    name = running(store, run_id)
    with marked(tmp_path, run_id):
        assert abandon_dead_runs(tmp_path, store) == []
    assert store.items[name].status is ExperimentStatus.RUNNING


def test_a_run_that_ended_leaves_no_mark(tmp_path: Path) -> None:
    with marked(tmp_path / "runs", str(ULID())):
        assert len(list((tmp_path / "runs").iterdir())) == 1
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_folder_that_is_not_there_or_holds_other_files(tmp_path: Path) -> None:
    assert abandon_dead_runs(tmp_path / "none", MemoryExperiments()) == []
    (tmp_path / "notes.txt").write_text("mine")
    assert abandon_dead_runs(tmp_path, MemoryExperiments()) == []
    assert (tmp_path / "notes.txt").exists()
