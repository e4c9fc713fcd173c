"""How a box's process ended, as numbers: what bubblewrap relayed and what the kernel counted."""

import signal

from errata.events import ExitFacts
from errata.taxonomy import Limit
from orchestrator.sandbox.accounting import Usage
from orchestrator.sandbox.crash_report import CrashReport
from orchestrator.sandbox.job import Job, Outcome

_SIGNAL_BASE, _LAST_SIGNAL = 128, 64
_SKEW = 0.95
"""The kernel counts CPU time for its limit and for a control group at slightly different places."""


def exit_facts(job: Job, outcome: Outcome, report: CrashReport) -> ExitFacts:
    """Return the facts; the box's own counts stand in only for what the kernel did not count."""
    usage, number = outcome.usage, _signal(outcome)
    return ExitFacts(
        code=outcome.status if number is None else None,
        signal=number,
        limit=outcome.killed_for or _kernel_limit(job, number, usage),
        oom_kills=usage.oom_kills,
        duration_s=outcome.duration_s,
        cpu_s=report.cpu_s if usage.cpu_s is None else usage.cpu_s,
        peak_memory_bytes=usage.peak_memory_bytes or report.peak_memory_bytes,
    )


def _signal(outcome: Outcome) -> int | None:
    """Return the signal that ended the process; a relay says it as 128 and the signal's number.

    No process in a box can leave with such a status by itself: the candidate's filter sees to it.
    """
    if outcome.killed_for is not None:
        return signal.SIGKILL
    number = (outcome.status or 0) - _SIGNAL_BASE
    return number if 0 < number <= _LAST_SIGNAL else None


def _kernel_limit(job: Job, number: int | None, usage: Usage) -> Limit | None:
    """Return the limit the kernel itself enforced, if it did.

    Anybody can send himself the signal of a limit: where time is counted, the count decides.
    """
    if usage.oom_kills:
        return Limit.MEMORY
    is_counted = usage.cpu_s is not None
    is_spent = is_counted and (usage.cpu_s or 0) >= job.limits.cpu_s * _SKEW
    if (number == signal.SIGXCPU and (is_spent or not is_counted)) or (
        number == signal.SIGKILL and is_spent
    ):
        return Limit.CPU
    return Limit.FILE_SIZE if number == signal.SIGXFSZ else None
