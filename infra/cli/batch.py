"""Running a batch of experiments from the command line and showing how it went."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from errata.experiments import Experiment
from errata.ports import ExperimentStore
from errata.taxonomy import ExperimentStatus
from infra.cli.output import SEVERITY_STYLES, notes
from orchestrator.bootstrap import build_loop
from orchestrator.settings import OrchestratorSettings
from orchestrator.summary import RunSummary

DIAGNOSIS_PATIENCE_S = 60
"""How long to wait for the last diagnosis before showing what there is."""
DIAGNOSIS_POLL_S = 0.25
COLUMNS = {"Experiment": 10, "Status": 9, "Stage": 8, "Category": 16, "Severity": 8}
"""With the widest word each may hold; the root cause folds into what is left."""


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C or SIGTERM sets; a second Ctrl-C interrupts at once."""
    stop = threading.Event()

    def request_stop(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        notes.print("Stopping; once more to leave at once.")
        stop.set()

    before = {
        number: signal.signal(number, request_stop) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_batch(
    settings: OrchestratorSettings,
    *,
    experiments: int,
    seed: int | None,
    jobs: int,
    stop: threading.Event,
    feedback: bool = True,
    repairs: bool = True,
) -> RunSummary:
    """Run experiments with a progress bar, and return them with their diagnoses, oldest first.

    Raises
    ------
    SandboxError
        When this host cannot isolate candidates; nothing was run.
    StorageError
        When the table, the bucket or the queue does not answer.
    """
    with notes.status("Checking the sandbox") as status:
        loop = build_loop(settings, status.update, feedback=feedback, repairs=repairs)
    with _progress() as progress:
        task = progress.add_task("Experiments", total=experiments, outcome="")

        def show(experiment: Experiment) -> None:
            tried = experiment.status is not ExperimentStatus.SKIPPED
            progress.update(task, advance=tried, outcome=_outcome(experiment))

        summary = loop.run(
            experiments=experiments, seed=seed, jobs=jobs, on_finished=show, stop=stop
        )
        if summary.undelivered:
            notes.print(f"{summary.undelivered} outcomes wait in the spool for the next run.")
        progress.update(task, outcome="waiting for the last diagnoses")
        diagnosed = _with_diagnoses(loop.store, summary.experiments, stop)
    return summary.model_copy(update={"experiments": diagnosed})


def _with_diagnoses(
    store: ExperimentStore, experiments: Sequence[Experiment], stop: threading.Event
) -> tuple[Experiment, ...]:
    deadline = time.monotonic() + DIAGNOSIS_PATIENCE_S
    while True:
        experiments = [
            store.experiment(e.experiment_id) if _awaits_diagnosis(e) else e for e in experiments
        ]
        patience_is_over = stop.is_set() or time.monotonic() > deadline
        if patience_is_over or not any(map(_awaits_diagnosis, experiments)):
            return tuple(experiments)
        time.sleep(DIAGNOSIS_POLL_S)


def _awaits_diagnosis(experiment: Experiment) -> bool:
    return experiment.failure_id is not None and experiment.category is None


def as_document(summary: RunSummary) -> dict[str, object]:
    """Return the batch as one JSON-able document."""
    done = summary.experiments
    return summary.model_dump(mode="json") | {
        "by_category": Counter(e.category.value for e in done if e.category),
        "by_severity": Counter(e.severity.value for e in done if e.severity),
        "undiagnosed": sum(map(_awaits_diagnosis, done)),
    }


def outcome_table(summary: RunSummary) -> Table:
    """Return the batch as a table for a person: one line a candidate, and why it died."""
    table = Table(title="Outcomes", title_justify="left", box=None, padding=(0, 1), pad_edge=False)
    for column, width in COLUMNS.items():
        table.add_column(column, no_wrap=True, min_width=width)
    table.add_column("Root cause")
    for e in summary.experiments:
        severity = e.severity.value if e.severity else ""
        table.add_row(
            e.experiment_id[-10:],
            e.status.value,
            e.stage.value,
            e.category.value if e.category else "",
            f"[{SEVERITY_STYLES[severity]}]{severity}[/]" if severity else "",
            _plain(e.root_cause or _reason_without_diagnosis(e)),
        )
    return table


def _outcome(experiment: Experiment) -> str:
    return f"{experiment.experiment_id[-10:]} {experiment.status.value} at {experiment.stage.value}"


def _reason_without_diagnosis(experiment: Experiment) -> str:
    if experiment.status is ExperimentStatus.FAILED:
        return "not diagnosed yet"
    if experiment.skipped_for:
        return f"similar failure in experiment {experiment.skipped_for}"
    return experiment.hypothesis


def _plain(text: str) -> str:
    # Square brackets in a root cause must not be read as rich markup.
    return " ".join(text.split()).replace("[", r"\[")


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[outcome]}"),
        console=notes,
        transient=True,
    )
