"""Failures of many kinds, as the boxes of a loop would report them."""

import random

from errata.events import ExitFacts, Finding, RaisedException
from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.step import StepResult

MODULES = ("scipy", "torch", "numba", "cv2", "pywt", "av")
ERRORS = ("ValueError", "IndexError", "TypeError", "ZeroDivisionError", "OverflowError")
WORDS = ("plane", "block", "vector", "residual", "header", "table", "tile", "frame")
KINDS = 60


def failure(kind: int) -> StepResult:
    """Return the failure of a kind; each kind has a fingerprint of its own, or nearly so."""
    chance = random.Random(kind)  # noqa: S311 - repeatable, guards nothing
    stage = chance.choice((Stage.ENCODE, Stage.DECODE))
    match kind % 6:
        case 0:
            name = MODULES[kind // 6 % len(MODULES)]
            return _raised(Stage.VALIDATE, "ModuleNotFoundError", f"No module named '{name}'")
        case 1:
            return StepResult(
                stage, ExitFacts(signal=9, limit=Limit.WALL_CLOCK, duration_s=10.0), "too slow"
            )
        case 2:
            return StepResult(
                stage, ExitFacts(signal=9, oom_kills=1), "killed", log=b"allocating\n"
            )
        case 3:
            finding = Finding(code="wrong_shape", message=f"{chance.choice(WORDS)} is too wide")
            return StepResult(Stage.VALIDATE, ExitFacts(code=1), "", findings=(finding,))
        case _:
            word = chance.choice(WORDS)
            return _raised(stage, chance.choice(ERRORS), f"{word} {chance.choice(WORDS)} mismatch")


def _raised(stage: Stage, error: str, message: str) -> StepResult:
    log = f"Traceback (most recent call last):\n{error}: {message}\n"
    raised = RaisedException(type=error, message=message)
    return StepResult(
        stage, ExitFacts(code=1), f"{error}: {message}", exceptions=(raised,), log=log.encode()
    )
