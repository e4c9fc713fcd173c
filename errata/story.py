"""An experiment's story: what it was to find out, what was tried, what became of it, and why.

Told as Markdown, from what is stored; nothing is made up where nothing is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from errata.diagnosis import Diagnosis, FailureRecord
from errata.experiments import Experiment
from errata.markdown import fenced, inline, table
from errata.taxonomy import ExperimentStatus, Verification

MOST_DIFFED = 5_000
"""Lines of a source that are compared with its parent's: a diff's cost grows with their square."""

OUTCOMES = {
    ExperimentStatus.RUNNING: "is still running",
    ExperimentStatus.ADOPTED: "was adopted: the next candidates are made from it",
    ExperimentStatus.FAILED: "failed",
    ExperimentStatus.ABANDONED: "was stopped before a verdict",
    ExperimentStatus.SKIPPED: "was skipped: the same construct had killed another",
}
SHOWN = {
    Verification.VERIFIED: "**Verified.** A repair that followed this diagnosis lived",
    Verification.REFUTED: "**Refuted.** A repair that followed this diagnosis died the same death",
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
    mate : Experiment or None
        The elite that a technique was taken from.
    repaired : Experiment or None
        The failed one that it was to repair.
    repair : Experiment or None
        What has verified or refuted the diagnosis of its failure.
    killer : Experiment or None
        What died of the same construct, so that it was not run.
    children : sequence of Experiment
        What was made from it, newest first.
    more_children : bool
        There are older ones.
    """

    experiment: Experiment
    failure: FailureRecord | None = None
    code: str | None = None
    parent_code: str | None = None
    ancestors: Sequence[Experiment] = ()
    mate: Experiment | None = None
    repaired: Experiment | None = None
    repair: Experiment | None = None
    killer: Experiment | None = None
    children: Sequence[Experiment] = ()
    more_children: bool = False


def told(story: Story) -> str:
    """Return a story as Markdown."""
    return "\n\n".join(_chapters(story)) + "\n"


def _chapters(story: Story) -> Iterator[str]:
    experiment = story.experiment
    yield f"# Experiment {experiment.experiment_id}"
    yield _summary(experiment)
    if story.killer:
        yield f"A similar failure: {_kin(story.killer)}"
    yield from _idea(story)
    if change := _change(story):
        yield f"## What was tried\n\n{change}"
    if story.failure:
        yield from _diagnosis(story.failure)
        yield from _proof(story)
    elif experiment.status is ExperimentStatus.FAILED:
        yield "## Why it failed\n\nIts diagnosis has not arrived yet."
    if experiment.metrics:
        rows = [(name, f"{value:.6g}") for name, value in sorted(experiment.metrics.items())]
        yield f"## Scores\n\n{table(('Score', 'Value'), rows)}"
    if story.ancestors:
        yield "## Where it comes from\n\n" + _listed(story.ancestors)
    if story.children:
        older = "\n\nThere are older ones." if story.more_children else ""
        yield f"## What came of it\n\n{_listed(story.children)}{older}"


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


def _idea(story: Story) -> Iterator[str]:
    experiment = story.experiment
    if experiment.hypothesis:
        yield f"## Hypothesis\n\n{inline(experiment.hypothesis)}"
    if experiment.expected_effect:
        yield f"**Expected effect.** {inline(experiment.expected_effect)}"
    if experiment.operator:
        yield f"**Kind of edit.** {inline(experiment.operator)}"
    if story.mate:
        yield f"**Crossed with.** {_kin(story.mate)}"
    if story.repaired:
        yield f"**To repair.** {_kin(story.repaired)}"


def _change(story: Story) -> str:
    if story.code is None:
        return ""
    before, after = (story.parent_code or "").splitlines(), story.code.splitlines()
    if story.parent_code is None or max(len(before), len(after)) > MOST_DIFFED:
        return fenced(after, "python")
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


def _proof(story: Story) -> Iterator[str]:
    """Tell what a repair has shown of the diagnosis."""
    if story.failure is None or story.failure.diagnosis.verified is None:
        return
    repair = f": {_kin(story.repair)}" if story.repair else "."
    yield SHOWN[story.failure.diagnosis.verified] + repair


def _listed(experiments: Sequence[Experiment]) -> str:
    return "\n".join(f"{number}. {_kin(each)}" for number, each in enumerate(experiments, start=1))


def _kin(experiment: Experiment) -> str:
    what = inline(experiment.hypothesis) or "no hypothesis"
    cause = experiment.category and f" of {experiment.category.replace('_', ' ')}"
    return (
        f"{experiment.experiment_id}, {experiment.started_at:%Y-%m-%d}, "
        f"{experiment.status}{cause or ''}: {what}"
    )
