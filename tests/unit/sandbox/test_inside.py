"""The evidence a box gathers, in process: shapes and places, never contents, never a crash."""

import json
import sys
import zlib
from collections.abc import Callable
from types import TracebackType

import numpy as np
import pytest

from orchestrator.sandbox.crash_report import CrashReport
from orchestrator.sandbox.inside.evidence import Crash, describe_crash
from orchestrator.sandbox.inside.frames import describe, running_in
from orchestrator.sandbox.inside.report import Report
from orchestrator.sandbox.inside.source import FILE_NAME
from orchestrator.sandbox.inside.variables import summarize
from tests.unit.sandbox.report_files import left_in, report_file


@pytest.mark.parametrize(
    ("value", "summary"),
    [
        (None, {"type": "NoneType", "value": "None"}),
        (True, {"type": "bool", "value": "True"}),
        (22, {"type": "int", "value": "22"}),
        (1 << 5000, {"type": "int"}),
        (float("inf"), {"type": "float", "value": "inf"}),
        ("secret", {"type": "str", "length": 6}),
        ([1, 2], {"type": "list", "length": 2}),
        (np.float32(0.5), {"type": "float32", "dtype": "float32", "value": "0.5"}),
        (
            np.array([[1, 2], [3, 4]], np.uint8),
            {"type": "ndarray", "shape": [2, 2], "dtype": "uint8", "min": 1.0, "max": 4.0},
        ),
        (
            np.array([np.nan, -1.5, np.inf]),
            {
                "type": "ndarray",
                "shape": [3],
                "dtype": "float64",
                "min": -1.5,
                "max": None,
                "nan_count": 1,
            },
        ),
        (np.array([np.nan]), {"min": None, "max": None, "nan_count": 1}),
        (np.zeros((0, 3)), {"type": "ndarray", "shape": [0, 3], "dtype": "float64"}),
        (np.array(["secret"]), {"type": "ndarray", "shape": [1], "dtype": "<U6"}),
        (np.array([object()]), {"type": "ndarray", "shape": [1], "dtype": "object"}),
    ],
)
def test_summaries_tell_the_shape(value: object, summary: dict[str, object]) -> None:
    assert summarize(value).items() >= summary.items()
    assert "secret" not in json.dumps(summarize(value))


def test_summaries_ask_no_object_of_the_candidates() -> None:
    class Hostile:
        __class__ = property(lambda _: 1 / 0)  # type: ignore[assignment]

        def __len__(self) -> int:
            raise SystemExit

        def __repr__(self) -> str:
            raise SystemExit

    class HostileList(list[int]):
        def __len__(self) -> int:
            raise SystemExit

    assert summarize(Hostile()) == {"type": "Hostile"}
    assert summarize(HostileList()) == {"type": "HostileList"}


def crash_of(function: Callable[[], object]) -> Crash:
    try:
        function()
    except BaseException as error:  # noqa: BLE001  as the box does
        return describe_crash(error)
    raise AssertionError("it did not raise")


def written(crash: Crash, size: int = 256 << 10) -> CrashReport:
    with report_file(size) as fd:
        Report(fd).crashed(crash)
        return left_in(fd)[0]


def test_a_chain_starts_at_the_root_cause() -> None:
    def fail() -> None:
        try:
            {}["missing"]
        except KeyError:
            raise ValueError("while handling")  # noqa: B904  the context is the point

    first, last = crash_of(fail).exceptions
    assert (first["type"], first["relation"]) == ("KeyError", "context")
    assert (last["type"], last["relation"]) == ("ValueError", None)


def test_a_suppressed_context_is_left_out() -> None:
    def fail() -> None:
        try:
            {}["missing"]
        except KeyError:
            raise ValueError from None

    assert [e["type"] for e in crash_of(fail).exceptions] == ["ValueError"]


def test_a_chain_that_bites_its_tail_ends() -> None:
    def fail() -> None:
        first, second = ValueError(1), ValueError(2)
        first.__cause__, second.__cause__ = second, first
        raise first

    assert len(crash_of(fail).exceptions) == 2


def test_deep_recursion_keeps_the_innermost_frames() -> None:
    def fail(depth: int = 0) -> None:
        fail(depth + 1)

    (exception,) = crash_of(fail).exceptions
    frames = exception["frames"]
    assert isinstance(frames, list)
    assert len(frames) == 32


def test_a_syntax_error_names_its_line() -> None:
    (exception,) = crash_of(lambda: compile("x = 1\ny = (", "candidate.py", "exec")).exceptions
    frames = exception["frames"]
    assert isinstance(frames, list)
    assert (frames[-1]["file"], frames[-1]["line"]) == ("candidate.py", 2)


@pytest.mark.parametrize("message", ["x" * 10_000_000, "\ud800", "\0", "\x1b[2J", "é" * 9_000])
def test_any_message_makes_a_valid_report(message: str) -> None:
    def fail() -> None:
        raise ValueError(message)

    report = written(crash_of(fail))
    assert report.exceptions[-1].type == "ValueError"
    assert report.error_message.startswith("ValueError: ")


def test_evidence_shrinks_until_there_is_room() -> None:
    def fail(depth: int = 100) -> None:
        names = dict.fromkeys(range(depth))
        fail(depth - 1) if depth else names["missing"]

    crash = crash_of(fail)
    whole, small = written(crash), written(crash, 4_000)
    assert any(frame.locals for frame in whole.exceptions[0].frames)
    assert [len(e.frames) for e in small.exceptions] == [1]
    assert small.exceptions[0].frames[0].line == whole.exceptions[0].frames[-1].line


def test_the_frames_of_the_box_itself_are_left_out() -> None:
    def fail() -> None:
        raise ValueError

    try:
        fail()
    except ValueError as error:
        trace = error.__traceback__
        assert isinstance(trace, TracebackType)
        own = compile("def call(f): f()", describe_crash.__code__.co_filename, "exec")
    space: dict[str, Callable[[Callable[[], None]], None]] = {}
    exec(own, {}, space)  # noqa: S102
    (exception,) = crash_of(lambda: space["call"](fail)).exceptions
    frames = exception["frames"]
    assert isinstance(frames, list)
    assert frames[-1]["function"] == "fail"


def test_a_type_is_named_as_a_traceback_names_it() -> None:
    crash = crash_of(lambda: zlib.decompress(b"not compressed"))
    assert crash.exceptions[-1]["type"] == "zlib.error"
    assert crash.message.startswith("zlib.error: Error -3")


def test_files_of_the_standard_library_are_told_from_the_candidates_own() -> None:
    frames = crash_of(lambda: json.loads("{")).exceptions[-1]["frames"]
    assert isinstance(frames, list)

    innermost = frames[-1]["file"]
    assert innermost == f"lib/python3.{sys.version_info.minor}/json/decoder.py"


def test_the_members_of_a_group_are_its_causes_each_with_its_own() -> None:
    def fail() -> None:
        members = []
        for number in range(2):
            try:
                try:
                    {}[number]
                except KeyError as error:
                    raise ValueError(number) from error
            except ValueError as error:
                members.append(error)
        raise ExceptionGroup("both", members)

    exceptions = crash_of(fail).exceptions
    assert [(e["type"], e["message"], e["relation"]) for e in exceptions] == [
        ("KeyError", "0", "cause"),
        ("ValueError", "0", "cause"),
        ("KeyError", "1", "cause"),
        ("ValueError", "1", "cause"),
        ("ExceptionGroup", "both (2 sub-exceptions)", None),
    ]


def test_a_group_of_groups_without_end_is_cut() -> None:
    def fail() -> None:
        error: Exception = ValueError("core")
        for _ in range(1000):
            error = ExceptionGroup("more", [error] * 100)
        raise error

    crash = crash_of(fail)
    assert len(crash.exceptions) == 16
    assert crash.message == "ExceptionGroup: more (100 sub-exceptions)"


def test_notes_are_part_of_what_an_exception_says() -> None:
    def fail() -> None:
        error = ValueError("bad block")
        error.add_note("in frame 3")
        raise error

    assert crash_of(fail).exceptions[0]["message"] == "bad block\nin frame 3"


def test_an_exception_that_fights_being_read_still_makes_a_report() -> None:
    class HostileError(Exception):
        __cause__ = property(lambda _: 1 / 0)  # type: ignore[assignment]

    def fail() -> None:
        raise HostileError

    report = written(crash_of(fail))
    assert report.error_message == "(an exception that cannot be shown)"
    assert len(report.exceptions) == 1


def candidate(source: str) -> dict[str, Callable[[], object]]:
    space: dict[str, Callable[[], object]] = {}
    exec(compile(source, FILE_NAME, "exec"), space)  # noqa: S102
    return space


def test_locals_are_those_of_the_candidate_when_a_library_raised() -> None:
    source = "import json\ndef outer():\n    width = 3\n    return json.loads('[')\n"
    frames = crash_of(candidate(source)["outer"]).exceptions[0]["frames"]
    assert isinstance(frames, list)
    with_locals = {frame["function"]: frame["locals"] for frame in frames if frame["locals"]}
    assert with_locals["outer"] == [{"name": "width", "type": "int", "value": "3"}]
    assert frames[-1]["function"] in with_locals


def test_a_running_stack_is_described_while_it_runs() -> None:
    source = "import sys\ndef search():\n    step = 8\n    return sys._getframe()\n"
    frame = candidate(source)["search"]()
    last = describe(running_in(frame))[-1]  # type: ignore[arg-type]
    assert (last["file"], last["line"], last["function"]) == (FILE_NAME, 4, "search")
    assert last["locals"] == [{"name": "step", "type": "int", "value": "8"}]
