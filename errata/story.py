"""An experiment's story: what it was to find out, what became of it, and why.

Told as Markdown, from what is stored; nothing is made up where nothing is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from errata.diagnosis import Diagnosis, FailureRecord
from errata.experiments import Experiment
from errata.markdown import fenced, inline, table
from errata.taxonomy import ExperimentStatus

OUTCOMES = {
    ExperimentStatus.RUNNING: "is still running",
    ExperimentStatus.ADOPTED: "was adopted: the next candidates are made from it",
    ExperimentStatus.FAILED: "failed",
    ExperimentStatus.ABANDONED: "was stopped before a verdict",
    ExperimentStatus.SKIPPED: "was skipped: the same construct had killed another",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What a story is told from.

    Attributes
    ----------
    experiment : Experiment
        Whose story it is.
    failure : FailureRecord or None
        How it failed and why; None when it did not, or waits for its diagnosis.
    code, parent_code : str or None
        Its source and its parent's; None when nothing is kept.
    ancestors : sequence of Experiment
        Parent first.
    """

    experiment: Experiment
    failure: FailureRecord | None = None
    code: str | None = None
    parent_code: str | None = None
    ancestors: Sequence[Experiment] = ()


def told(story: Story) -> str:
    """Return a story as Markdown."""
    return "\n\n".join(_chapters(story)) + "\n"


def _chapters(story: Story) -> Iterator[str]:
    experiment = story.experiment
    yield f"# Experiment {experiment.experiment_id}"
    yield _summary(experiment)
    if experiment.hypothesis:
        yield f"## Hypothesis\n\n{inline(experiment.hypothesis)}"
    if change := _change(story):
        yield f"## What was tried\n\n{change}"
    if story.failure:
        yield from _diagnosis(story.failure)
    elif experiment.status is ExperimentStatus.FAILED:
        yield "## Why it failed\n\nIts diagnosis has not arrived yet."
    if experiment.metrics:
        rows = [(name, f"{value:.6g}") for name, value in sorted(experiment.metrics.items())]
        yield f"## Scores\n\n{table(('Score', 'Value'), rows)}"
    if story.ancestors:
        lines = (f"{n}. {_ancestor(each)}" for n, each in enumerate(story.ancestors, start=1))
        yield "## Where it comes from\n\n" + "\n".join(lines)


def _summary(experiment: Experiment) -> str:
    started = f"{experiment.started_at:%Y-%m-%d %H:%M:%S} UTC"
    end = experiment.finished_at
    lasted = f", for {(end - experiment.started_at).total_seconds():.1f} s" if end else ""
    parent = f" from {experiment.parent_id}" if experiment.parent_id else ""
    stage = f" at stage {experiment.stage}" if experiment.status is ExperimentStatus.FAILED else ""
    return (
        f"Proposed by {inline(experiment.proposer)}{parent}, it ran from {started}{lasted}, "
        f"and {OUTCOMES[experiment.status]}{stage}."
    )


def _change(story: Story) -> str:
    if story.code is None:
        return ""
    if story.parent_code is None:
        return fenced(story.code.splitlines(), "python")
    before, after = story.parent_code.splitlines(), story.code.splitlines()
    return fenced(list(unified_diff(before, after, "parent", "candidate", lineterm="")), "diff")


def _diagnosis(record: FailureRecord) -> Iterator[str]:
    event, diagnosis = record.event, record.diagnosis
    verdict = f"**{diagnosis.severity.capitalize()} {diagnosis.category.replace('_', ' ')}**"
    cause = inline(diagnosis.root_cause)
    yield f"## Why it failed\n\n{verdict} at stage {diagnosis.stage}. {cause}"
    yield f"**What to do.** {inline(diagnosis.fix_suggestion)}"
    if diagnosis.evidence:
        quotes = [f"{evidence.line:6}  {evidence.quote}" for evidence in diagnosis.evidence]
        yield f"The lines of the log that prove it:\n\n{fenced(quotes)}"
    if event.error_message:
        yield f"It ended with:\n\n{fenced(event.error_message.splitlines())}"
    yield _provenance(diagnosis)


def _provenance(diagnosis: Diagnosis) -> str:
    by = diagnosis.rule or diagnosis.model
    name = f" ({inline(by)})" if by else ""
    return (
        f"Diagnosed by {diagnosis.source}{name} with confidence {diagnosis.confidence:.2f}; "
        f"group `{diagnosis.fingerprint}`."
    )


def _ancestor(experiment: Experiment) -> str:
    what = inline(experiment.hypothesis) or "no hypothesis"
    return f"{experiment.experiment_id}, {experiment.started_at:%Y-%m-%d}: {what}"
