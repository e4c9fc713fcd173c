"""Deaths that were seen from outside: limits, the memory killer, signals. They outrank text."""

from dataclasses import dataclass

from errata.events import ExitFacts, FailureEvent
from errata.evidence.frames import Place
from errata.evidence.statements import Authority, Statement
from errata.patterns.rule import where
from errata.patterns.ruling import Ruling, sentence
from errata.taxonomy import Category, Limit, Severity

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Death:
    category: Category
    severity: Severity
    cause: str
    fix: str
    confidence: float = 0.97


_LIMITS = {
    Limit.WALL_CLOCK: _Death(
        Category.TIMEOUT,
        Severity.MEDIUM,
        "{stage} was stopped because it ran longer than its time limit{after}",
        "Find the loop that dominates and vectorise it or do less in it; if it never ends, check "
        "its end condition.",
    ),
    Limit.CPU: _Death(
        Category.TIMEOUT,
        Severity.MEDIUM,
        "{stage} was stopped because it used more processor time than it may{after}",
        "Do less work: vectorise inner loops, search fewer candidates, stop the endless loop.",
    ),
    Limit.MEMORY: _Death(
        Category.RESOURCE_ERROR,
        Severity.HIGH,
        "{stage} was stopped because it used more memory than it may{peak}",
        "Work piece by piece instead of on everything at once, free intermediate arrays, and keep "
        "small numbers in small types.",
    ),
    Limit.OUTPUT: _Death(
        Category.RESOURCE_ERROR,
        Severity.MEDIUM,
        "{stage} was stopped because it wrote more output than it may{after}",
        "Remove the printing in the inner loop and check that what is written cannot grow "
        "without end.",
    ),
    Limit.PROCESSES: _Death(
        Category.RESOURCE_ERROR,
        Severity.HIGH,
        "{stage} was stopped because it started more processes than it may{after}",
        "Work in one process; check that no process starts itself again.",
    ),
    Limit.FILE_SIZE: _Death(
        Category.RESOURCE_ERROR,
        Severity.HIGH,
        "{stage} was stopped because a file grew larger than it may{after}",
        "Write less, and check the loop that writes.",
    ),
}

_OOM = _Death(
    Category.RESOURCE_ERROR,
    Severity.HIGH,
    "The kernel killed {stage} because it used more memory than it may{peak}",
    "Work piece by piece instead of on everything at once, free intermediate arrays, and keep "
    "small numbers in small types.",
    0.99,
)

_NATIVE_FIX = (
    "Check shapes, dtypes and buffer sizes handed to native code; run it with "
    "`python -X faulthandler` to see the Python line."
)
_SIGNALS = {
    4: _Death(Category.RUNTIME_ERROR, Severity.HIGH, "SIGILL: {stage} ran an instruction this "
              "processor does not have", "Install a build for this processor.", 0.93),
    6: _Death(Category.RUNTIME_ERROR, Severity.HIGH, "SIGABRT: native code in {stage} stopped "
              "itself after an internal check failed", _NATIVE_FIX, 0.9),
    7: _Death(Category.RUNTIME_ERROR, Severity.HIGH, "SIGBUS: {stage} touched memory that has "
              "nothing behind it (a truncated file, full shared memory)", _NATIVE_FIX, 0.85),
    8: _Death(Category.RUNTIME_ERROR, Severity.HIGH, "SIGFPE: native code in {stage} divided by "
              "zero", "Guard the divisor; mind empty and constant input.", 0.93),
    11: _Death(Category.RUNTIME_ERROR, Severity.HIGH, "SIGSEGV: native code in {stage} read or "
               "wrote memory that is not its own", _NATIVE_FIX, 0.96),
    24: _Death(Category.TIMEOUT, Severity.MEDIUM, "SIGXCPU: {stage} used more processor time than "
               "it may{after}", "Do less work, or stop the endless loop.", 0.96),
    25: _Death(Category.RESOURCE_ERROR, Severity.HIGH, "SIGXFSZ: {stage} wrote a file larger than "
               "it may", "Write less, and check the loop that writes.", 0.96),
    31: _Death(Category.VALIDATION_ERROR, Severity.CRITICAL, "SIGSYS: the sandbox refused a system "
               "call of {stage}", "Do without that call: no processes, no network, no kernel "
               "features; look whether the code tried to get out.", 0.95),
}  # fmt: skip
_KILLED = {
    1: _Death(Category.RUNTIME_ERROR, Severity.MEDIUM, "SIGHUP: the terminal or session of {stage} "
              "went away", "Start it again, detached from the session.", 0.6),
    2: _Death(Category.RUNTIME_ERROR, Severity.MEDIUM, "SIGINT: somebody interrupted {stage}",
              "Nothing is wrong with the code as far as is known; start it again.", 0.75),
    9: _Death(Category.RESOURCE_ERROR, Severity.HIGH, "SIGKILL: {stage} was killed from outside, "
              "most likely for memory{peak}", "Look at the kernel log for the out-of-memory killer "
              "and lower the peak memory.", 0.7),
    15: _Death(Category.RUNTIME_ERROR, Severity.MEDIUM, "SIGTERM: {stage} was asked to stop from "
               "outside", "Find out who stopped it: a scheduler, a deployment, or a person; start "
               "it again.", 0.55),
}  # fmt: skip
"""These tell how it ended, but not why: a log that knows more is preferred."""


def by_limit(event: FailureEvent) -> Ruling | None:
    """Explain a run that the launcher or the kernel's memory killer stopped."""
    if event.exit.limit is not None:
        return _ruling(f"limit-{event.exit.limit.value}", _LIMITS[event.exit.limit], event)
    if event.exit.oom_kills:
        return _ruling("oom-kill", _OOM, event)
    return None


def by_signal(event: FailureEvent) -> Ruling | None:
    """Explain a run that died of a signal that tells why."""
    return _by_signal(_SIGNALS, event)


def by_kill(event: FailureEvent) -> Ruling | None:
    """Explain a run that was killed by somebody who did not say why."""
    if event.exit.code == 124 and event.exit.signal is None:  # of timeout(1)
        return _ruling("exit-124", _LIMITS[Limit.WALL_CLOCK], event)
    return _by_signal(_KILLED, event)


def _by_signal(deaths: dict[int, _Death], event: FailureEvent) -> Ruling | None:
    signal = ending_signal(event.exit)
    death = deaths.get(signal) if signal is not None else None
    return _ruling(f"signal-{signal}", death, event) if death else None


def ending_signal(facts: ExitFacts) -> int | None:
    """Return the signal that ended the run; shells and containers report it as 128 + n."""
    if facts.signal is not None:
        return facts.signal
    if facts.code is None:
        return None
    if 128 < facts.code <= 128 + 64:
        return facts.code - 128
    return -facts.code if -64 <= facts.code < 0 else None


def _ruling(rule: str, death: _Death, event: FailureEvent) -> Ruling:
    facts = event.exit
    after = f" ({facts.duration_s:.1f} s)" if facts.duration_s is not None else ""
    peak = ""
    if facts.peak_memory_bytes is not None:
        peak = f" (peak {facts.peak_memory_bytes / _MEBIBYTE:.0f} MiB)"
    cause = death.cause.format(stage=f"the {event.stage.value} step", after=after, peak=peak)
    said = event.error_message.strip().partition("\n")[0].rstrip(".")
    cause = sentence(cause) + _last_seen(event) + (f": {said}." if said else ".")
    return Ruling(rule, death.category, death.severity, cause, death.fix, death.confidence)


def _last_seen(event: FailureEvent) -> str:
    """Return where the run was when it was ended, or an empty string."""
    places = tuple(
        Place(frame.file, frame.function, frame.line)
        for raised in event.exceptions[-1:]
        for frame in raised.frames
    )
    place = where(Statement(Authority.IMPOSED, "", places=places))
    return f",{place}" if place else ""
