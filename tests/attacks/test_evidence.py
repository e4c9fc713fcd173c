"""What a failure carries from the box: where it was, and the shape of what it had in hand."""

import os

import pytest

from errata.events import Frame
from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits, StepResult, Video

LIMITS = Limits(wall_s=30, cpu_s=30)
VIDEO = Video(planes=bytes(range(24)), frames=1, height=4, width=4, fps=25.0)


def encode(sandbox: BubblewrapSandbox, source: bytes, limits: Limits = LIMITS) -> StepResult:
    return sandbox.encode(source, VIDEO, 32, limits)


CRASH = b"""
import numpy as np


def transform(block, step):
    quantized = block / step
    try:
        return quantized.reshape(8, 8)
    except ValueError as error:
        raise RuntimeError("cannot transform") from error


def encode(y, u, v, fps, qp):
    block = np.array([1.0, np.nan, np.inf, -2.0])
    names = ["secret-content"]
    return transform(block, 0.5)


def decode(bitstream):
    return bitstream
"""


def test_a_crash_carries_its_chain_frames_and_locals(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, CRASH)
    assert result.failed_stage is Stage.ENCODE
    assert result.error_message == "RuntimeError: cannot transform"
    root, last = result.exceptions
    assert (root.type, root.relation) == ("ValueError", "cause")
    assert (last.type, last.relation) == ("RuntimeError", None)
    caller, raising = last.frames
    assert (caller.file, caller.function, caller.line) == ("candidate.py", "encode", 16)
    assert caller.source == "return transform(block, 0.5)"
    assert raising.source == 'raise RuntimeError("cannot transform") from error'
    found = {local.name: local for local in raising.locals}
    block, step = found["block"], found["step"]
    assert (block.shape, block.dtype) == ((4,), "float64")
    assert (block.min, block.max, block.nan_count) == (-2.0, None, 1)  # infinity is no number
    assert (step.type, step.value) == ("float", "0.5")
    assert {local.name: local.length for local in caller.locals}["names"] == 1
    assert "secret-content" not in str(result.exceptions)


SEARCH = """
import threading


def search(block, radius):
    best = None
    while True:
        radius += 1


def worker(lock):
    waiting_for = 3
    with lock:
        pass


def encode(y, u, v, fps, qp):
    lock = threading.Lock()
    lock.acquire()
    threading.Thread(target=worker, args=(lock,)).start()
    return search(y[0, :2], 8)


def decode(bitstream):
    return bitstream
"""


def candidate_frames(frames: tuple[Frame, ...]) -> list[tuple[str, int | None, str]]:
    return [(f.function, f.line, f.source) for f in frames if f.file == "candidate.py"]


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(wall_s=0.5, cpu_s=30), Limit.WALL_CLOCK),
        (Limits(wall_s=30, cpu_s=1), Limit.CPU),
    ],
    ids=["wall clock", "CPU"],
)
def test_running_out_of_time_carries_every_thread(
    sandbox: BubblewrapSandbox, limits: Limits, limit: Limit
) -> None:
    result = encode(sandbox, SEARCH.encode(), limits)
    assert (result.failed_stage, result.exit.limit) == (Stage.ENCODE, limit)
    other, main = result.exceptions
    assert (other.type, main.type) == ("Thread", "Timeout")
    assert main.message == result.error_message
    assert candidate_frames(other.frames) == [("worker", 13, "with lock:")]
    caller, inner = main.frames
    assert (caller.function, caller.source) == ("encode", "return search(y[0, :2], 8)")
    assert (inner.function, inner.line) in {("search", 7), ("search", 8)}
    found = {local.name: local for local in inner.locals}
    assert (found["block"].shape, found["block"].dtype) == ((2, 4), "uint8")
    assert (found["block"].min, found["block"].max) == (0, 7)
    assert int(found["radius"].value or 0) > 8
    assert found["best"].value == "None"


def test_a_deadlock_shows_where_it_waits(sandbox: BubblewrapSandbox) -> None:
    source = SEARCH.replace("return search(y[0, :2], 8)", "return lock.acquire()")
    result = encode(sandbox, source.encode(), Limits(wall_s=0.5, cpu_s=30))
    assert candidate_frames(result.exceptions[-1].frames) == [
        ("encode", 21, "return lock.acquire()")
    ]
    assert len(result.exceptions) == 2


def test_c_code_that_never_lets_go_shows_who_called_it(sandbox: BubblewrapSandbox) -> None:
    source = SEARCH.replace("search(y[0, :2], 8)", "sum(iter(int, 1))")
    result = encode(sandbox, source.encode(), Limits(wall_s=0.5, cpu_s=30))
    main = result.exceptions[-1]
    assert candidate_frames(main.frames) == [("encode", 21, "return sum(iter(int, 1))")]
    assert b"most recent call first" in result.log


def test_loading_without_end_shows_the_line(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, b"import time\n\ntime.sleep(60)\n", Limits(wall_s=0.5, cpu_s=30))
    assert result.failed_stage is Stage.VALIDATE
    assert candidate_frames(result.exceptions[-1].frames) == [("<module>", 3, "time.sleep(60)")]


@pytest.mark.parametrize(
    ("death", "signal"),
    [("ctypes.string_at(0)", "SIGSEGV"), ("os.abort()", "SIGABRT")],
)
def test_a_crash_of_native_code_carries_its_stack(
    sandbox: BubblewrapSandbox, death: str, signal: str
) -> None:
    source = SEARCH.replace("return search(y[0, :2], 8)", death).replace(
        "import threading", "import threading, ctypes, os"
    )
    result = encode(sandbox, source.encode())
    main = result.exceptions[-1]
    assert (main.type, result.exit.limit) == (signal, None)
    assert main.message.startswith("Fatal Python error: ")
    assert candidate_frames(main.frames) == [("encode", 21, death)]
    assert result.log.decode().count("Fatal Python error") == 1


def test_every_member_of_a_group_is_told(sandbox: BubblewrapSandbox) -> None:
    source = (
        SEARCH.replace("search(y[0, :2], 8)", "fail()")
        + """

def fail():
    raise ExceptionGroup("blocks", [ValueError("first"), KeyError("second")])
"""
    )
    result = encode(sandbox, source.encode())
    told = [(raised.type, raised.relation) for raised in result.exceptions]
    assert told == [("ValueError", "cause"), ("KeyError", "cause"), ("ExceptionGroup", None)]


def test_no_evidence_holds_the_picture(sandbox: BubblewrapSandbox) -> None:
    secret = os.urandom(24)
    video = Video(planes=secret, frames=1, height=4, width=4, fps=25.0)
    source = SEARCH.replace("search(y[0, :2], 8)", "1 / 0").replace(
        "lock.acquire()", "b = y.tobytes()"
    )
    result = sandbox.encode(source.encode(), video, 32, LIMITS)
    told = str(result.exceptions)
    (bytes_local,) = [v for v in result.exceptions[-1].frames[-1].locals if v.name == "b"]
    assert bytes_local.length == 16
    assert repr(secret[:16]) not in told
    assert secret[:16].hex() not in told
    assert str(list(secret[:16]))[1:-1] not in told
