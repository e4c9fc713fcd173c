"""The evidence window: the share of critical lines that a reader with a budget gets to see.

The logs are made up: their chatter, their failures and what is critical in them were written for
this benchmark, so it compares ways of choosing lines and promises nothing about anybody's logs.
Kinds called unseen were written after the window was finished, which was not changed since. What is
measured against gets the text without time stamps and colours, as the window does. Drain's share
hangs on the chatter: where every harmless line had a template in common with others, it equalled
the window at 12,000 characters; among lines that are one of a kind it does not.
"""

import re
import statistics
from collections.abc import Callable, Iterable

from drain3 import TemplateMiner
from drain3.template_miner_config import TemplateMinerConfig

from benchmarks.cilogs.compose import SPLITS, CiLog, Split, compose
from benchmarks.report import Figure
from benchmarks.session import Session
from errata.evidence.lines import strip_prefix
from errata.reader import read_log
from errata.text import sanitize

LOGS_PER_KIND = 3
AIMS = {3_000: 0.80, 12_000: 0.90}
_TROUBLE = re.compile(
    r"error|fail|exception|traceback|fatal|panic|kill|denied|cannot|not found", re.IGNORECASE
)

Chooser = Callable[[str, int], str]


def measure(session: Session) -> list[Figure]:
    """Give each way of choosing the same logs and count what it shows."""
    return [
        figure for name, split in SPLITS.items() for figure in _figures(name, split, session.say)
    ]


def _figures(name: str, split: Split, say: Callable[[str], None]) -> list[Figure]:
    say(f"Choosing lines of {len(split.kinds) * LOGS_PER_KIND} logs, {name} kinds of failures")
    logs = [compose(split, kind, seed) for kind in split.kinds for seed in range(LOGS_PER_KIND)]
    readings = [read_log([log.text.encode()]) for log in logs]
    plain = [_plain(log.text) for log in logs]
    figures = []
    for budget, aim in AIMS.items():
        ours = _share(logs, (reading.window(budget) for reading in readings))
        for rival, choose in RIVALS.items():
            theirs = _share(logs, (choose(text, budget) for text in plain))
            figures.append(
                Figure(
                    name=f"critical lines in {budget:,} characters, {name} kinds",
                    value=ours,
                    rival=rival,
                    rival_value=theirs,
                    aim=f"≥ {aim:.2f}",
                    met=ours >= aim,
                    samples=len(logs),
                    note=f"{len(split.kinds)} kinds, median {_median_size(logs):,} characters",
                    unit="",
                )
            )
    return figures


def _share(logs: Iterable[CiLog], shown: Iterable[str]) -> float:
    """Return the mean share of each log's critical substrings that was shown."""
    return statistics.fmean(
        sum(signal in text for signal in log.critical) / len(log.critical)
        for log, text in zip(logs, shown, strict=True)
    )


def _median_size(logs: Iterable[CiLog]) -> int:
    return int(statistics.median(len(log.text) for log in logs))


def _plain(text: str) -> str:
    return "\n".join(strip_prefix(line).rstrip() for line in sanitize(text).split("\n"))


def _tail(text: str, budget: int) -> str:
    return text[-budget:]


def _grep(text: str, budget: int) -> str:
    """Return the end of what ``grep -B3 -A8`` finds."""
    lines = text.split("\n")
    near: dict[int, None] = {}
    for index, line in enumerate(lines):
        if _TROUBLE.search(line):
            near |= dict.fromkeys(range(max(0, index - 3), min(len(lines), index + 9)))
    return "\n".join(lines[index] for index in near)[-budget:]


def _drain(text: str, budget: int) -> str:
    """Return one line of each of Drain's clusters, the rarest clusters first."""
    miner = TemplateMiner(config=TemplateMinerConfig())
    last: dict[int, str] = {}
    sizes: dict[int, int] = {}
    for line in text.split("\n"):
        if line.strip():
            found = miner.add_log_message(line)
            last[found["cluster_id"]] = line
            sizes[found["cluster_id"]] = found["cluster_size"]
    chosen: list[str] = []
    for cluster in sorted(last, key=lambda c: sizes[c]):
        budget -= len(last[cluster]) + 1
        if budget < 0:
            break
        chosen.append(last[cluster])
    return "\n".join(chosen)


RIVALS: dict[str, Chooser] = {
    "the last characters": _tail,
    "Drain3, one line a cluster": _drain,
    "grep -B3 -A8, its end": _grep,
}
