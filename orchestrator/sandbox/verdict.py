"""From what was seen of a box to the result of its step.

In this order, strongest first: the launcher's own reason to kill, the kernel's count of
out-of-memory kills, a breach of contract, death by signal, an early exit, the size of the output.
An exit status is never read as more than it says: 137 is a kill, and by whom is another question.
"""

import signal
from dataclasses import dataclass

from errata.events import ExitFacts, Finding
from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.accounting import Usage
from orchestrator.sandbox.crash_report import CrashReport, parse_report
from orchestrator.sandbox.job import Job, Outcome
from orchestrator.sandbox.step import StepResult

_SIGNAL_BASE = 128
_REPORTED = 1
"""The shim's exit status after it wrote why the candidate failed."""


def judge(job: Job, outcome: Outcome) -> StepResult:
    """Return the result of ``job``."""
    report = parse_report(outcome.report)
    facts = _exit_facts(job, outcome, report)
    failure = _failure(job, outcome, report, facts)
    if failure is None:
        return StepResult(None, facts, log=outcome.log, output=outcome.output)
    return StepResult(
        failed_stage=failure.stage or _stage(job, report),
        exit=facts,
        error_message=failure.message,
        exceptions=report.exceptions if failure.reported else (),
        findings=failure.findings,
        log=outcome.log,
    )


@dataclass(frozen=True, slots=True)
class _Failure:
    message: str
    findings: tuple[Finding, ...] = ()
    stage: Stage | None = None
    """None: the stage follows from how far the box came."""
    reported: bool = False


def _failure(job: Job, outcome: Outcome, report: CrashReport, facts: ExitFacts) -> _Failure | None:
    limited = _limit_message(job, report, facts)
    if limited:
        return _Failure(limited)
    if outcome.status == _REPORTED and report.breach:
        return _Failure(report.breach.message, (report.breach,), Stage.VALIDATE, reported=True)
    if facts.signal is not None:
        return _Failure(f"killed by {_signal_name(facts.signal)}")
    if outcome.status == _REPORTED and report.error_message:
        return _Failure(report.error_message, reported=True)
    if outcome.status != 0 or report.phase != "done":
        return _early_exit(job, outcome)
    if job.step == "encode" and not outcome.output:
        message = "the bitstream is empty after encode()"
        finding = Finding(code="empty_bitstream", message=message, values={})
        return _Failure(message, (finding,), Stage.VALIDATE)
    return None


def _limit_message(job: Job, report: CrashReport, facts: ExitFacts) -> str:
    limits = job.limits
    what = "loading candidate.py" if report.phase == "load" else f"{job.step}()"
    match facts.limit:
        case Limit.WALL_CLOCK:
            return f"{what} did not finish within {limits.wall_s:g} s of wall-clock time"
        case Limit.OUTPUT:
            return f"{what} wrote more than {limits.log_bytes} bytes to its log"
        case Limit.MEMORY:
            count = facts.oom_kills
            size = f"{limits.memory_bytes} bytes"
            return f"out of memory: the kernel killed {count} process(es) at {size}"
        case Limit.CPU:
            return f"{what} used more than {limits.cpu_s} s of CPU time"
        case Limit.FILE_SIZE:
            return f"{what} wrote a file beyond its size limit"
        case _:
            return ""


def _early_exit(job: Job, outcome: Outcome) -> _Failure:
    message = f"the process ended with status {outcome.status} before {job.step}() returned"
    finding = Finding(code="exited_early", message=message, values={})
    return _Failure(message, (finding,))


def _stage(job: Job, report: CrashReport) -> Stage:
    return Stage.VALIDATE if report.phase == "load" else Stage(job.step)


def _exit_facts(job: Job, outcome: Outcome, report: CrashReport) -> ExitFacts:
    status, usage = outcome.status, outcome.usage
    by_signal = status is not None and status > _SIGNAL_BASE
    number = status - _SIGNAL_BASE if status is not None and by_signal else None
    if outcome.killed_for is not None:
        number = signal.SIGKILL
    return ExitFacts(
        code=None if by_signal else status,
        signal=number,
        limit=outcome.killed_for or _kernel_limit(job, number, usage),
        oom_kills=usage.oom_kills,
        duration_s=outcome.duration_s,
        cpu_s=report.cpu_s if usage.cpu_s is None else usage.cpu_s,
        peak_memory_bytes=usage.peak_memory_bytes or report.peak_memory_bytes,
    )


def _kernel_limit(job: Job, number: int | None, usage: Usage) -> Limit | None:
    """Return the limit the kernel itself enforced, if it did."""
    if usage.oom_kills:
        return Limit.MEMORY
    spent = usage.cpu_s is not None and usage.cpu_s > job.limits.cpu_s
    if number == signal.SIGXCPU or (number == signal.SIGKILL and spent):
        return Limit.CPU
    return Limit.FILE_SIZE if number == signal.SIGXFSZ else None


def _signal_name(number: int) -> str:
    if number == signal.SIGSYS:
        return "SIGSYS: a forbidden system call, or an exit status above 128"
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
