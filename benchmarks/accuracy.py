"""How often the rules are right, and whether they are as sure as they are right.

Measured on labelled failures: a file of JSON lines with ``category`` and ``logs``, and where known
``error_message`` and ``acceptable`` (other categories that can be defended), as ``--labelled``
names it; else on the project's own wordings, whose rules were written knowing them: that shows
that nothing was lost, not how well unknown failures are read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from ulid import ULID

from benchmarks.report import Figure
from benchmarks.session import Session
from errata.events import FailureEvent
from errata.patterns import match
from errata.redaction import redact_event
from errata.taxonomy import Category, Stage

OWN = Path(__file__).parents[1] / "tests/unit/domain/kinds.jsonl"
SURE, CONFIDENT = 0.9, 0.7
BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """One verdict next to its label."""

    confidence: float
    right: bool
    """As labelled, or as can be defended."""
    strictly: bool
    """As labelled."""
    guess: bool
    """Whether the most frequent category would have been right."""


def measure(session: Session) -> list[Figure]:
    """Diagnose each labelled failure and compare."""
    source = session.options.labelled
    session.say(f"Reading {source.name if source else 'our own wordings'}")
    rows = [json.loads(line) for line in (source or OWN).read_text().splitlines() if line.strip()]
    answers = [_answer(row, _most_frequent(rows)) for row in rows]
    sure = [it for it in answers if it.confidence >= SURE]
    wrong = [it for it in answers if it.confidence >= CONFIDENT and not it.right]
    guessed = _share([it.guess for it in answers])
    return [
        _figure("accuracy, lenient", _share([it.right for it in answers]), guessed, 0.9, answers),
        _figure(
            "accuracy, strict", _share([it.strictly for it in answers]), guessed, 0.85, answers
        ),
        _figure(
            f"right where ≥ {SURE} sure", _share([it.right for it in sure]), guessed, 0.95, sure
        ),
        _figure(
            f"wrong though ≥ {CONFIDENT} sure",
            len(wrong) / len(answers),
            1 - guessed,
            0.03,
            answers,
        ),
        _figure(
            "expected calibration error", calibration_error(answers), 1 - guessed, 0.1, answers
        ),
    ]


def calibration_error(answers: Sequence[Answer]) -> float:
    """Return the mean gap between confidence and share of right answers, over ten equal bins.

    Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 5.
    """

    def bin_of(answer: Answer) -> int:
        return min(BINS - 1, int(answer.confidence * BINS))

    gaps = 0.0
    for _, members in groupby(sorted(answers, key=bin_of), key=bin_of):
        group = list(members)
        gaps += abs(sum(it.confidence for it in group) - sum(it.right for it in group))
    return gaps / len(answers)


def _answer(row: dict[str, str], guess: str) -> Answer:
    event = FailureEvent(
        failure_id=str(ULID()),
        experiment_id=str(ULID()),
        occurred_at=datetime.now(UTC),
        stage=Stage.ENCODE,
        error_message=row.get("error_message", "exit code 1"),
        log_tail=row["logs"],
    )
    verdict = match(redact_event(event)).verdict
    category = Category(row["category"])
    accepted = {category.value, *row.get("acceptable", ())}
    return Answer(
        confidence=verdict.confidence,
        right=verdict.category.value in accepted,
        strictly=verdict.category is category,
        guess=guess == category.value,
    )


def _most_frequent(rows: Sequence[dict[str, str]]) -> str:
    categories = [row["category"] for row in rows]
    return max(sorted(set(categories)), key=categories.count)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _figure(name: str, value: float, rival: float, aim: float, answers: Sequence[Answer]) -> Figure:
    least = aim > 0.5  # right answers are to be many, wrong ones few
    return Figure(
        name=name,
        value=value,
        rival="the most frequent category",
        rival_value=rival,
        aim=f"{'≥' if least else '≤'} {aim:.2f}",
        met=value >= aim if least else value <= aim,
        samples=len(answers),
        unit="",
    )
