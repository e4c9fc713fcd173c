"""Every program in ``programs/`` is contained: each says in ``EXPECT`` how it must end.

``output``     the step succeeds with these bytes: the program found every way closed
``samples``    the decoding succeeds with a picture whose every sample is this
``exception``  type of the exception that ended it
``signal``     name of the signal that ended it
``limit``      the limits for which it may have been stopped, one of which must be the reason
``finding``    code of the breach of contract
``stage``      the failed stage, where it is not the step itself
``log``        text the log must hold
``step``       ``encode`` (the default), ``decode``, or ``both``, which judges the decode
``limits``     fields of :class:`Limits` to change
``needs``      ``control groups``, without which only containment is certain
"""

import ast
import signal
from pathlib import Path
from typing import Any

import pytest

from orchestrator.sandbox.accounting import NoAccounting
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits, StepResult, Video

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
VIDEO = Video(planes=bytes(range(256)) * 192, frames=8, height=64, width=64, fps=30.0)


def expectation(program: Path) -> dict[str, Any]:
    for node in ast.parse(program.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXPECT":
            return ast.literal_eval(node.value)
    raise AssertionError(f"{program.name} does not say how it must end")


def run(sandbox: BubblewrapSandbox, program: Path, expect: dict[str, Any]) -> StepResult:
    limits = Limits(**({"wall_s": 30, "cpu_s": 30} | expect.get("limits", {})))
    source = program.read_bytes()
    bitstream = b"bitstream"
    if expect.get("step", "encode") != "decode":
        result = sandbox.encode(source, VIDEO, 27, limits)
        if expect.get("step") != "both":
            return result
        assert result.failed_stage is None
        bitstream = result.output
    return sandbox.decode(source, bitstream, frames=8, height=64, width=64, limits=limits)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_is_contained(sandbox: BubblewrapSandbox, program: Path) -> None:
    expect = expectation(program)
    result = run(sandbox, program, expect)
    seen = f"{result.error_message}\n{result.log[-2000:].decode(errors='replace')}"
    if "output" in expect:
        assert result.output == expect["output"], seen
        assert result.failed_stage is None
        return
    if "samples" in expect:
        assert result.output == bytes([expect["samples"]]) * len(VIDEO.planes), seen
        return
    assert result.output == b""
    assert result.failed_stage is not None, seen
    assert result.error_message
    if "needs" in expect and isinstance(sandbox.launcher.accounting, NoAccounting):
        return
    assert result.failed_stage == expect.get("stage", result.failed_stage), seen
    if "exception" in expect:
        assert [e.type for e in result.exceptions][-1:] == [expect["exception"]], seen
    if "signal" in expect:
        assert result.exit.signal == signal.Signals[expect["signal"]], seen
    if "limit" in expect:
        assert result.exit.limit in expect["limit"], seen
    if "finding" in expect:
        assert [finding.code for finding in result.findings] == [expect["finding"]], seen
    assert expect.get("log", "") in result.log.decode(errors="replace")
