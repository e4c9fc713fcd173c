"""Puts a log together: set-up, decoys, a failure somewhere, what ran on, the clean-up, the end."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from benchmarks.cilogs.chatter import AFTER, BEFORE, Chatter
from benchmarks.cilogs.kinds import Kind, Words
from benchmarks.cilogs.seen_builds import BUILDS
from benchmarks.cilogs.seen_others import OTHERS
from benchmarks.cilogs.seen_runs import RUNS
from benchmarks.cilogs.seen_tests import TESTS
from benchmarks.cilogs.trouble import (
    SEEN_AFTER,
    SEEN_BEFORE,
    Decoy,
)
from benchmarks.cilogs.unseen import UNSEEN
from benchmarks.cilogs.unseen_trouble import UNSEEN_AFTER, UNSEEN_BEFORE

SIZES = (100_000, 300_000)
SHORT_REST = (200, 3_000)
"""Characters of a log, and of what follows the failure in many."""
_START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)

Runner = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Split:
    """Kinds of failures, and the trouble they stand among."""

    kinds: tuple[Kind, ...]
    before: tuple[Decoy, ...]
    after: tuple[Decoy, ...]


SPLITS = {
    "seen": Split((*RUNS, *TESTS, *BUILDS, *OTHERS), SEEN_BEFORE, SEEN_AFTER),
    "unseen": Split(UNSEEN, UNSEEN_BEFORE, UNSEEN_AFTER),
}


@dataclass(frozen=True)
class CiLog:
    """A log and what of it a reader needs."""

    kind: str
    text: str
    critical: tuple[str, ...]


def compose(split: Split, kind: Kind, seed: int) -> CiLog:
    """Return the log of one failed job; the same seed gives the same log."""
    rng = random.Random(f"{kind.__name__} {seed}")  # noqa: S311 - repeatable, not secret
    words = Words(rng)
    runner, last = rng.choice(list(RUNNERS.values()))
    failed = kind(words)
    size = rng.randint(*SIZES)
    # Half of the jobs stop soon after the failure, the others clean up at length.
    rest = rng.randint(*SHORT_REST) if rng.random() < 0.5 else size * rng.uniform(0.05, 0.85)
    running_on = rng.uniform(0.0, 0.3) if failed.later else 0.0
    lines = [
        *_noise(words, BEFORE, split.before, size - rest),
        *failed.lines,
        *_noise(words, BEFORE, split.before, rest * running_on),
        *failed.later,
        last[0],
        *_noise(words, AFTER, split.after, rest * (1 - running_on)),
        *last[1:],
    ]
    critical = (*failed.critical, _without_mark(last[0]))
    return CiLog(kind.__name__.strip("_"), "\n".join(runner(lines)), critical)


def _noise(
    words: Words, tools: Sequence[Chatter], decoys: Sequence[Decoy], size: float
) -> Iterator[str]:
    while size > 0:
        part = words.rng.choice(tools)(words, words.rng.randint(20, 200))
        for _ in range(words.rng.randint(0, 4)):
            at = words.rng.randint(0, len(part))
            part[at:at] = words.rng.choice(decoys)(words)
        size -= sum(map(len, part))
        yield from part


def _without_mark(line: str) -> str:
    return line.rpartition("]")[2]


def _stamps() -> Iterator[datetime]:
    return (_START + timedelta(milliseconds=137 * n) for n in count())


def _github(lines: Sequence[str]) -> list[str]:
    header = ["##[group]Operating System", "Ubuntu", "24.04.1", "LTS", "##[endgroup]"]
    return [
        f"{at.strftime('%Y-%m-%dT%H:%M:%S.%f')}0Z {line}"
        for at, line in zip(_stamps(), [*header, *lines], strict=False)
    ]


def _gitlab(lines: Sequence[str]) -> list[str]:
    return [
        "\x1b[0KRunning with gitlab-runner 17.5.0",
        "section_start:1769850000:build_script\r\x1b[0K\x1b[0K\x1b[36;1mExecuting\x1b[0;m",
        *(f"\x1b[0;m{line}\x1b[0m" if n % 3 else line for n, line in enumerate(lines)),
    ]


def _jenkins(lines: Sequence[str]) -> list[str]:
    return [
        f"[{at.strftime('%Y-%m-%dT%H:%M:%S.%f')[:-3]}Z] {line}"
        for at, line in zip(_stamps(), lines, strict=False)
    ]


def _pods(lines: Sequence[str]) -> list[str]:
    return [f"{at.isoformat()} stdout F {line}" for at, line in zip(_stamps(), lines, strict=False)]


RUNNERS: dict[str, tuple[Runner, list[str]]] = {
    "github": (
        _github,
        ["##[error]Process completed with exit code 1.", "Cleaning up orphan processes"],
    ),
    "gitlab": (
        _gitlab,
        ["ERROR: Job failed: exit code 1", "Cleaning up project directory and file variables"],
    ),
    "jenkins": (_jenkins, ["script returned exit code 1", "Finished: FAILURE"]),
    "pods": (_pods, ["command terminated with exit code 1", "container removed"]),
    "plain": (list, ['The command "./ci/run.sh" exited with 1.', "Done."]),
}
