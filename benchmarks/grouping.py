"""Grouping: which failures are put together, and which of them belong together.

Pairs of failures are judged: precision is the share of the pairs put together that belong
together, recall the share of those that belong together that were put together. The failures are
made up, many of one cause and no two alike (`benchmarks.kin`), so this compares ways of grouping
and promises nothing about anybody's logs. The rival is Drain3 with masks for numbers, paths and
ids. It groups failures by the template of their last line, or of their whole log; time stamps and
ranks are taken out for it. A file of JSON lines with ``cause``, ``error_message`` and ``logs``
is grouped instead where ``ERRATA_BENCH_FAILURES`` names one.
"""

import itertools
import json
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

from benchmarks.kin import NEAR_MISSES, Told, tellings
from benchmarks.report import Figure
from benchmarks.session import Session
from errata.evidence.lines import strip_prefix
from errata.offline import OfflineFailure, explain
from errata.text import sanitize

SEED = 2_026
_MASKS = (
    (r"[\w.\-]*(?:/[\w.\-]+)+", "PATH"),
    (r"\b0x[0-9a-fA-F]+\b", "HEX"),
    (r"\b[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b", "ID"),
    (r"\d+", "NUM"),
)

Grouper = Callable[[Sequence[Told]], list[str]]


def measure(session: Session) -> list[Figure]:
    """Group the same failures in each way."""
    told = _told()
    session.say(f"Grouping {len(told)} failures of {len({it.cause for it in told})} causes")
    ours = fingerprints(told)
    figures = []
    for rival, group in RIVALS.items():
        theirs = group(told)
        for name, aim, of in (("precision", 0.98, 0), ("recall", 0.90, 1)):
            value, rival_value = scores(told, ours)[of], scores(told, theirs)[of]
            figures.append(
                Figure(
                    name=f"grouping, pairwise {name}",
                    value=value,
                    rival=rival,
                    rival_value=rival_value,
                    aim=f"≥ {aim:.2f}",
                    met=value >= aim,
                    samples=len(told),
                    note=f"{len(merged(told, ours))} of {len(NEAR_MISSES)} near misses merged,"
                    f" by the rival {len(merged(told, theirs))}",
                    unit="",
                )
            )
    return figures


def _told() -> list[Told]:
    given = os.environ.get("ERRATA_BENCH_FAILURES")
    if given is None:
        return list(tellings(SEED))
    rows = map(json.loads, Path(given).read_text(encoding="utf-8").splitlines())
    return [Told(row["cause"], row["error_message"], row["logs"]) for row in rows]


def fingerprints(told: Sequence[Told]) -> list[str]:
    """Return the fingerprint of each."""
    return [
        explain(OfflineFailure(id="", error_message=it.error_message, logs=it.log)).fingerprint
        for it in told
    ]


def scores(told: Sequence[Told], groups: Sequence[str]) -> tuple[float, float]:
    """Return pairwise precision and recall."""
    both = together = kin = 0
    for (one, a), (other, b) in itertools.combinations(zip(told, groups, strict=True), 2):
        kin += one.cause == other.cause
        together += a == b
        both += one.cause == other.cause and a == b
    return both / max(1, together), both / max(1, kin)


def merged(told: Sequence[Told], groups: Sequence[str]) -> list[tuple[str, str]]:
    """Return the near misses that share a group."""
    by_cause: defaultdict[str, set[str]] = defaultdict(set)
    for it, group in zip(told, groups, strict=True):
        by_cause[it.cause].add(group)
    return [(one, other) for one, other in NEAR_MISSES if by_cause[one] & by_cause[other]]


def _drain(texts: Sequence[str]) -> list[str]:
    config = TemplateMinerConfig()
    config.masking_instructions = [MaskingInstruction(*mask) for mask in _MASKS]
    miner = TemplateMiner(config=config)
    for text in texts:
        miner.add_log_message(text)
    # By the templates as they are in the end.
    found = [miner.match(text, full_search_strategy="fallback") for text in texts]
    return [str(it.cluster_id) if it else f"none {at}" for at, it in enumerate(found)]


def _lines(told: Told) -> list[str]:
    """Return the lines without time stamps, ranks and what surrounds them."""
    return [strip_prefix(line).strip() for line in sanitize(told.log).rstrip().split("\n")]


def _by_last_line(told: Sequence[Told]) -> list[str]:
    return _drain([_lines(it)[-1] for it in told])


def _by_whole_log(told: Sequence[Told]) -> list[str]:
    return _drain([" ".join(_lines(it)) for it in told])


RIVALS: dict[str, Grouper] = {
    "Drain3, the last line": _by_last_line,
    "Drain3, the whole log": _by_whole_log,
}
