"""The order in which facts outrank each other, and what a hostile report can do: nothing."""

import json
import signal
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.accounting import Usage
from orchestrator.sandbox.crash_report import CrashReport, parse_report
from orchestrator.sandbox.job import Job, Outcome
from orchestrator.sandbox.step import Limits
from orchestrator.sandbox.verdict import judge

LIMITS = Limits(wall_s=3, cpu_s=2, memory_bytes=1 << 20)
ENCODE = Job("encode", b"", b"", 1, 2, 2, LIMITS)
DECODE = Job("decode", b"", b"", 1, 2, 2, LIMITS)
BREACH = {"code": "wrong_shape", "message": "decode() returned y of shape (1,), want (1, 2, 2)"}


SOURCE = b"def encode(y, u, v, fps, qp):\n    return string_at(0)\n"
FAULT = b"""\0Fatal Python error: whatever it says

Current thread 0x00007f9ccf247c40 (most recent call first):
  File "/rt/lib/python3.11/ctypes/__init__.py", line 519 in string_at
  File "candidate.py", line 2 in encode
  File "/rt/site-packages/errata_box/contract.py", line 38 in run
  File "<frozen runpy>", line 88 in _run_code

Thread 0x00007f9ccf247c41 (most recent call first):
  File "candidate.py", line 1 in wait

Thread 0x00007f9ccf247c42 (most recent call first):
  File "/rt/site-packages/errata_box/watch.py", line 48 in _watch

Extension modules: numpy._core._multiarray_umath (total: 1)
"""


def report(**fields: object) -> bytes:
    return json.dumps({"phase": "run"} | fields).encode().ljust(4096, b"\0")


SEEN = Outcome(
    killed_for=None,
    status=0,
    duration_s=0.5,
    usage=Usage(),
    log=b"log",
    report=report(phase="done"),
    output=b"bits",
)


def outcome(**changes: object) -> Outcome:
    return replace(SEEN, **changes)


def test_success_needs_status_zero_a_finished_report_and_output() -> None:
    result = judge(ENCODE, outcome())
    assert (result.failed_stage, result.output, result.exit.code) == (None, b"bits", 0)


def test_the_launchers_reason_outranks_everything() -> None:
    seen = outcome(killed_for=Limit.WALL_CLOCK, status=None, usage=Usage(oom_kills=1))
    result = judge(ENCODE, seen)
    assert result.exit.limit is Limit.WALL_CLOCK
    assert result.exit.signal == signal.SIGKILL
    assert result.error_message == "encode() did not finish within 3 s of wall-clock time"
    assert result.output == b""


def test_an_out_of_memory_kill_outranks_a_clean_exit() -> None:
    result = judge(ENCODE, outcome(usage=Usage(oom_kills=6)))
    assert result.failed_stage is Stage.ENCODE
    assert result.exit.limit is Limit.MEMORY
    assert result.exit.oom_kills == 6


def test_an_out_of_memory_kill_outranks_a_breach() -> None:
    seen = outcome(status=1, usage=Usage(oom_kills=1), report=report(findings=[BREACH]))
    assert judge(ENCODE, seen).findings == ()


def test_a_breach_is_a_failure_to_validate() -> None:
    result = judge(DECODE, outcome(status=1, report=report(findings=[BREACH])))
    assert result.failed_stage is Stage.VALIDATE
    assert [finding.code for finding in result.findings] == ["wrong_shape"]


def test_status_137_is_a_kill_and_not_out_of_memory() -> None:
    result = judge(ENCODE, outcome(status=137, usage=Usage(0, 0.1, 4096), report=report()))
    assert (result.exit.signal, result.exit.code, result.exit.limit) == (9, None, None)
    assert result.error_message == (
        "killed by SIGKILL, sent from inside the box, as no limit was reached and no memory was "
        "missing, before encode() returned"
    )
    assert [finding.code for finding in result.findings] == ["exited_early"]


def test_a_kill_where_nothing_is_counted_is_left_open() -> None:
    result = judge(ENCODE, outcome(status=137))
    assert (result.exit.signal, result.exit.limit, result.findings) == (9, None, ())
    assert "not counted" in result.error_message


def test_sigsys_is_most_often_an_exit_status_beyond_what_a_process_may_have() -> None:
    result = judge(DECODE, outcome(status=128 + signal.SIGSYS, report=report()))
    assert result.exit.signal == signal.SIGSYS
    assert "tried to end with a status above 128" in result.error_message
    assert [finding.code for finding in result.findings] == ["exited_early"]


def test_the_signal_of_a_limit_that_was_not_reached_is_no_limit() -> None:
    seen = outcome(status=128 + signal.SIGXCPU, usage=Usage(0, 0.1, 4096), report=report())
    result = judge(ENCODE, seen)
    assert (result.exit.signal, result.exit.limit) == (signal.SIGXCPU, None)
    assert result.error_message.startswith("killed by SIGXCPU, sent from inside the box")


def test_a_status_beyond_all_signals_is_a_status() -> None:
    assert judge(ENCODE, outcome(status=255)).exit.code == 255


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE])
def test_a_crash_of_native_code_brings_the_stack_of_its_thread(number: signal.Signals) -> None:
    seen = outcome(status=128 + number, report=report() + FAULT)
    result = judge(replace(ENCODE, candidate=SOURCE), seen)
    other, last = result.exceptions
    assert (other.type, other.frames[-1].function) == ("Thread", "wait")
    assert (last.type, last.message) == (
        number.name,
        f"Fatal Python error: {signal.strsignal(number)}",
    )
    assert [(frame.file, frame.line) for frame in last.frames] == [
        ("candidate.py", 2),
        ("lib/python3.11/ctypes/__init__.py", 519),
    ]
    assert last.frames[0].source == "return string_at(0)"
    assert result.log == b"log\n" + FAULT.strip(b"\0")


@pytest.mark.parametrize("limit", [Limit.WALL_CLOCK, Limit.CPU])
def test_running_out_of_time_brings_every_stack(limit: Limit) -> None:
    result = judge(ENCODE, outcome(killed_for=limit, status=None, report=report() + FAULT))
    assert [raised.type for raised in result.exceptions] == ["Thread", "Timeout"]
    assert result.exceptions[-1].message == result.error_message


def test_stacks_with_locals_are_preferred_to_text() -> None:
    stack = [{"file": "candidate.py", "line": 9, "function": "encode"}]
    seen = outcome(killed_for=Limit.WALL_CLOCK, status=None, report=report(threads=[stack]) + FAULT)
    (last,) = judge(ENCODE, seen).exceptions
    assert (last.type, last.frames[0].line) == ("Timeout", 9)


@pytest.mark.parametrize(
    "changes",
    [
        {"killed_for": Limit.OUTPUT, "status": None},
        {"usage": Usage(oom_kills=1)},
        {"status": 137, "usage": Usage(0, 0.1, 4096)},
        {"status": 3},
    ],
)
def test_other_ends_take_no_stack_for_evidence(changes: dict[str, object]) -> None:
    stack = [{"file": "forged.py", "line": 9, "function": "encode"}]
    seen = outcome(report=report(threads=[stack], exceptions=[{"type": "Forged"}]) + FAULT)
    assert judge(ENCODE, replace(seen, **changes)).exceptions == ()


def test_nothing_a_box_says_makes_a_success_of_a_failure() -> None:
    forged = report(phase="done", cpu_s=0.0, error_message="", findings=[])
    for changes in (
        {"killed_for": Limit.WALL_CLOCK, "status": None},
        {"usage": Usage(oom_kills=1)},
        {"status": 1},
        {"status": 139},
    ):
        assert judge(DECODE, outcome(report=forged, **changes)).failed_stage is not None


@pytest.mark.parametrize(
    ("status", "cpu_s", "limit"),
    [
        (128 + signal.SIGXCPU, None, Limit.CPU),
        (128 + signal.SIGKILL, 2.5, Limit.CPU),
        (128 + signal.SIGKILL, 1.5, None),
        (128 + signal.SIGXFSZ, None, Limit.FILE_SIZE),
        (128 + signal.SIGSEGV, 9.0, None),
    ],
)
def test_limits_the_kernel_enforces(status: int, cpu_s: float | None, limit: Limit | None) -> None:
    result = judge(ENCODE, outcome(status=status, usage=Usage(cpu_s=cpu_s)))
    assert result.exit.limit is limit
    assert result.exit.signal == status - 128


def test_a_signal_while_loading_is_a_failure_to_validate() -> None:
    result = judge(ENCODE, outcome(status=139, report=report(phase="load")))
    assert result.failed_stage is Stage.VALIDATE


@pytest.mark.parametrize("status", [0, 1, 7, 128])
def test_leaving_without_a_result_is_a_finding(status: int) -> None:
    result = judge(DECODE, outcome(status=status, report=report()))
    assert result.failed_stage is Stage.DECODE
    assert [finding.code for finding in result.findings] == ["exited_early"]
    assert result.exit.code == status


def test_a_finished_report_without_a_bitstream_is_a_finding() -> None:
    result = judge(ENCODE, outcome(output=b""))
    assert [finding.code for finding in result.findings] == ["empty_bitstream"]


def test_counts_of_the_kernel_outrank_those_of_the_box() -> None:
    claimed = report(phase="done", cpu_s=0.001, peak_memory_bytes=1)
    counted = judge(ENCODE, outcome(report=claimed, usage=Usage(0, 1.5, 4096))).exit
    assert (counted.cpu_s, counted.peak_memory_bytes) == (1.5, 4096)
    uncounted = judge(ENCODE, outcome(report=claimed)).exit
    assert (uncounted.cpu_s, uncounted.peak_memory_bytes) == (0.001, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 4096,
        b"[" * 100_000,
        b'{"phase": "done", "cpu_s": NaN}',
        b'{"phase": "done", "cpu_s": Infinity}',
        b'{"phase": "done", "extra": 1}',
        b'{"phase": "won"}',
        b'{"findings": [{"code": "adopt_me", "message": ""}]}',
        b'{"error_message": "\xff"}',
        b'{"error_message": "' + b"x" * 9_000 + b'"}',
        b'{"exceptions": [{"type": "E", "frames": [{"file": "f", "function": "g", "line": -1}]}]}',
    ],
)
def test_a_report_that_does_not_fit_counts_as_none(data: bytes) -> None:
    assert parse_report(data)[0] == CrashReport()


@given(st.binary(max_size=300))
def test_any_report_leads_to_a_verdict(data: bytes) -> None:
    for status in (0, 1, 139):
        result = judge(ENCODE, outcome(status=status, report=data))
        assert result.failed_stage is not None or data.startswith(b"{")
