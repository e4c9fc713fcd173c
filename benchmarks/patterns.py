"""The pattern path for one failure: redaction, reading, fingerprint and verdict.

Against Drain3, which puts the same lines into templates and says nothing about them.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from drain3 import TemplateMiner
from drain3.template_miner_config import TemplateMinerConfig

from benchmarks.report import Figure, percentile
from benchmarks.samples import experiment, failure
from benchmarks.session import Session
from errata.events import LOG_TAIL_LIMIT, FailureEvent
from errata.fingerprint import fingerprint_examined
from errata.patterns import examine, match_examined
from errata.redaction import redact, redact_event
from errata.taxonomy import ExperimentStatus
from errata.text import Log

SIZES = {"1 KB": 1 << 10, "4 KB": 1 << 12, "32 KB": 1 << 15, "1 MB": 1 << 20}
ROUNDS = {"1 KB": 200, "4 KB": 200, "32 KB": 60, "1 MB": 5}
AIM_SIZE, AIM_S = "4 KB", 1e-3
LINEAR = 2.0
"""How much longer a character of the longest log may take than one of a log of 32 KB."""


def measure(session: Session) -> list[Figure]:
    """Time our path and Drain's over the same logs, in turns, so that both meet the same load."""
    figures: list[Figure] = []
    each: dict[str, float] = {}
    for name, size in SIZES.items():
        session.say(f"Diagnosing failures with logs of {name}")
        event, text = _sample(size)
        ours, theirs = _in_turns(
            partial(_diagnose, event, text), partial(_drain, text), ROUNDS[name]
        )
        each[name] = statistics.median(ours)
        linear = name != "1 MB" or each[name] / size <= LINEAR * each["32 KB"] / SIZES["32 KB"]
        figures.append(
            _figure(f"pattern path, {name}, median", each[name], theirs, name, met=linear)
        )
        figures.append(
            _figure(f"pattern path, {name}, p99", percentile(ours, 99), theirs, "", met=True)
        )
    return figures


def _figure(name: str, value: float, theirs: list[float], size: str, *, met: bool) -> Figure:
    aims = {AIM_SIZE: "≤ 1 ms", "1 MB": f"≤ {LINEAR:g} times 32 KB's, a character"}
    return Figure(
        name=name,
        value=value,
        rival="Drain3, the same lines",
        rival_value=percentile(theirs, 99) if name.endswith("p99") else statistics.median(theirs),
        aim=aims.get(size, "none"),
        met=met and (size != AIM_SIZE or value <= AIM_S),
        samples=len(theirs),
        note=f"{1 / value:,.0f} failures/s",
    )


def _sample(size: int) -> tuple[FailureEvent, str]:
    """Return a crash and its log, of ``size`` characters."""
    chance = random.Random(size)  # noqa: S311 - a seed
    now = datetime.now(UTC)
    made = failure(experiment(now, ExperimentStatus.RUNNING, chance), now, chance)
    crash = made.log_tail[made.log_tail.index("Traceback") :]
    chatter = ""
    while len(chatter) < size:
        frame, bits, psnr = chance.randrange(300), chance.randrange(10**5), chance.uniform(28, 44)
        chatter += f"frame {frame} qp 22 bits {bits} psnr {psnr:.2f} dB, no errors\n"
    text = chatter[: max(0, size - len(crash))] + "\n" + crash
    return made.model_copy(update={"log_tail": text[-LOG_TAIL_LIMIT:]}), text


def _diagnose(event: FailureEvent, text: str) -> None:
    if len(text) > len(event.log_tail):  # the whole log comes from the bucket
        examination = examine(redact_event(event), Log(redact(text), 1))
    else:
        examination = examine(redact_event(event))
    fingerprint_examined(examination)
    match_examined(examination)


def _drain(text: str) -> None:
    miner = TemplateMiner(config=TemplateMinerConfig())
    for line in text.split("\n"):
        miner.add_log_message(line)


def _in_turns(
    ours: Callable[[], None], theirs: Callable[[], None], rounds: int
) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    ours()
    for _ in range(rounds):
        for work, spent in zip((ours, theirs), times, strict=True):
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
    return times
