"""From what was seen of a box to the result of its step.

In this order, strongest first: the launcher's own reason to kill, the kernel's count of
out-of-memory kills, a breach of contract, death by signal, an early exit, the size of the output.
An exit status is never read as more than it says: 137 is a kill, and by whom is another question.
"""

import signal
from dataclasses import dataclass

from errata.events import ExitFacts, Finding, RaisedException
from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.crash_report import CrashReport, parse_report
from orchestrator.sandbox.exit_facts import exit_facts
from orchestrator.sandbox.job import Job, Outcome
from orchestrator.sandbox.stacks import Stack, parse_stacks
from orchestrator.sandbox.step import StepResult

_REPORTED = 1
"""The shim's exit status after it wrote why the candidate failed."""
_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
"""What broken native code dies of; any other signal was sent on purpose."""


def judge(job: Job, outcome: Outcome) -> StepResult:
    """Return the result of ``job``."""
    report, dump = parse_report(outcome.report)
    facts = exit_facts(job, outcome, report)
    failure = _failure(job, outcome, report, facts)
    log = _with_dump(outcome.log, dump)
    if failure is None:
        return StepResult(None, facts, log=log, output=outcome.output)
    return StepResult(
        failed_stage=failure.stage or _stage(job, report),
        exit=facts,
        error_message=failure.message,
        exceptions=_exceptions(failure, facts, report, parse_stacks(dump, job.candidate)),
        findings=failure.findings,
        log=log,
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
        return _killed(job, outcome, report, facts.signal)
    if outcome.status == _REPORTED and report.error_message:
        return _Failure(report.error_message, reported=True)
    if outcome.status != 0 or report.phase != "done":
        return _exited_early(f"the process ended with status {outcome.status}", job, report)
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


def _killed(job: Job, outcome: Outcome, report: CrashReport, number: int) -> _Failure:
    """Return the failure of dying by a signal that no limit explains.

    Nothing outside a box signals its candidate but the kernel, for a crash or a limit. So what is
    left came from the candidate. Only where memory and time are not counted, SIGKILL may have been
    for one of them.
    """
    name = _signal_name(number)
    is_counted = outcome.usage.cpu_s is not None and outcome.usage.peak_memory_bytes is not None
    if number in _CRASHES:
        return _Failure(f"killed by {name}")
    if number == signal.SIGSYS:
        tried = "the process tried to end with a status above 128, or made a system call of another"
        return _exited_early(f"killed by {name}: {tried} architecture", job, report)
    if number == signal.SIGKILL and not is_counted:
        return _Failure(
            f"killed by {name}: by itself, for memory or for CPU time, which are not counted here"
        )
    why = "sent from inside the box, as no limit was reached and no memory was missing"
    return _exited_early(f"killed by {name}, {why}", job, report)


def _exited_early(how: str, job: Job, report: CrashReport) -> _Failure:
    until = "candidate.py was loaded" if report.phase == "load" else f"{job.step}() returned"
    message = f"{how}, before {until}"
    return _Failure(message, (Finding(code="exited_early", message=message, values={}),))


def _exceptions(
    failure: _Failure, facts: ExitFacts, report: CrashReport, dump: tuple[Stack, ...]
) -> tuple[RaisedException, ...]:
    """Return what was raised; of a process that was stopped, each thread's stack instead."""
    if failure.reported:
        return report.exceptions
    if facts.limit in (Limit.WALL_CLOCK, Limit.CPU):
        return _stopped("Timeout", failure.message, report.threads or dump)
    if facts.limit is None and facts.signal in _CRASHES:
        words = signal.strsignal(facts.signal) or failure.message
        return _stopped(_signal_name(facts.signal), f"Fatal Python error: {words}", dump)
    return ()


def _stopped(kind: str, message: str, threads: tuple[Stack, ...]) -> tuple[RaisedException, ...]:
    others = [
        RaisedException(type="Thread", message="another thread, at the same moment", frames=stack)
        for stack in threads[:-1]
    ]
    last = [RaisedException(type=kind, message=message, frames=stack) for stack in threads[-1:]]
    return (*others, *last)


def _with_dump(log: bytes, dump: str) -> bytes:
    """Return the log with what the fault handler wrote, where a log usually has it: at its end."""
    if not dump:
        return log
    gap = b"" if log.endswith(b"\n") or not log else b"\n"
    return log + gap + dump.encode()


def _stage(job: Job, report: CrashReport) -> Stage:
    return Stage.VALIDATE if report.phase == "load" else Stage(job.step)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
