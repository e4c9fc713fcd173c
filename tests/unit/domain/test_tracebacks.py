"""Python tracebacks are read in whatever form they reach a log."""

import io
import subprocess
import sys
from itertools import chain, zip_longest

import pytest
from rich.console import Console

from errata.evidence.exceptions import exceptions_in
from errata.evidence.statements import Authority, Statement
from errata.text import Log
from tests.unit.domain.make import crash, explained

FAILING = "def encode(y):\n    return y[9]\n\nencode([1])\n"


def told(log: str) -> list[Statement]:
    return exceptions_in(Log(log))[0]


def test_a_group_is_explained_by_its_first_member() -> None:
    source = (
        "def narrow():\n    raise ValueError('odd width 7')\n\n"
        "def wide():\n    raise TypeError('no bytes')\n\n"
        "found = []\n"
        "for encode in (narrow, wide):\n    try:\n        encode()\n"
        "    except Exception as error:\n        found.append(error)\n"
        "raise ExceptionGroup('two encoders failed', found)\n"
    )
    (group,) = told(crash(source))
    assert group.type == "ExceptionGroup"
    assert group.text == "two encoders failed (2 sub-exceptions)"
    assert [cause.headline for cause in group.causes] == [
        "TypeError: no bytes",
        "ValueError: odd width 7",
    ]
    assert group.causes[1].place is not None
    assert group.causes[1].place.function == "narrow"
    assert "odd width 7" in explained(crash(source)).verdict.root_cause


def test_members_that_were_never_raised_and_groups_within_groups_are_found() -> None:
    source = (
        "inner = ExceptionGroup('inner', [OSError('disk gone')])\n"
        "try:\n    raise ExceptionGroup('outer', [ValueError('v1'), inner])\n"
        "except ExceptionGroup as error:\n    raise RuntimeError('wrapped') from error\n"
    )
    (last,) = told(crash(source))
    assert last.headline == "RuntimeError: wrapped"
    assert [cause.headline for cause in last.causes] == [
        "OSError: disk gone",
        "ExceptionGroup: inner (1 sub-exception)",
        "ValueError: v1",
        "ExceptionGroup: outer (2 sub-exceptions)",
    ]


def test_tracebacks_of_interleaved_ranks_are_told_apart() -> None:
    one = crash("def encode():\n    return {}['qp']\n\nencode()\n").splitlines()
    other = crash("def decode():\n    return [][7]\n\ndecode()\n").splitlines()
    lines = chain.from_iterable(
        zip_longest(
            (f"[rank0]: {line}" for line in one),
            (f"[rank1]: {line}" for line in other),
            fillvalue="step 3 done",
        )
    )
    found = told("\n".join(lines))
    assert sorted(statement.headline for statement in found) == [
        "IndexError: list index out of range",
        "KeyError: 'qp'",
    ]
    functions = {s.type: s.place.function for s in found if s.place is not None}
    assert functions == {"KeyError": "encode", "IndexError": "decode"}


def test_a_chain_belongs_to_its_rank() -> None:
    source = (
        "try:\n    import not_a_codec\n"
        "except ImportError as error:\n    raise RuntimeError('no plugin') from error\n"
    )
    ranks = [[f"[rank{n}]: {line}" for line in crash(source).splitlines()] for n in range(2)]
    found = told("\n".join(chain.from_iterable(zip(*ranks, strict=True))))
    assert [(s.type, [c.type for c in s.causes]) for s in found] == [
        ("RuntimeError", ["ModuleNotFoundError"])
    ] * 2


@pytest.mark.parametrize(
    "stamp", ["2026-01-31T12:00:0{}.123456Z ", "[12:00:0{}] ", "rank 3: ", "web-1  | ", "7: "]
)
def test_time_stamps_that_differ_from_line_to_line_do_not_matter(stamp: str) -> None:
    lines = crash(FAILING).splitlines()
    (found,) = told("\n".join(f"{stamp.format(n)}{line}" for n, line in enumerate(lines)))
    assert found.headline == "IndexError: list index out of range"
    assert [place.function for place in found.places] == ["<module>", "encode"]


def test_the_frames_of_a_traceback_without_its_head_are_kept() -> None:
    lines = crash(FAILING).splitlines()
    (found,) = told("\n".join(lines[2:]))
    assert found.headline == "IndexError: list index out of range"
    assert found.place is not None
    assert (found.place.function, found.place.line) == ("encode", 2)


def test_a_traceback_without_its_end_names_nothing() -> None:
    assert told("\n".join(crash(FAILING).splitlines()[:-1])) == []


def test_the_box_that_rich_draws_is_opened() -> None:
    console = Console(file=io.StringIO(), width=100)
    try:
        exec(compile("def encode(y):\n    return y[9]\nencode([1])", __file__, "exec"), {})  # noqa: S102 - our own
    except IndexError:
        console.print_exception()
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert "╭" in printed
    found = told(printed)[-1]
    assert found.headline == "IndexError: list index out of range"
    assert found.place is not None
    assert found.place.function == "encode"


def test_values_drawn_below_the_source_are_no_obstacle() -> None:
    log = (
        "12:00:00 | ERROR | app - failed\nTraceback (most recent call last):\n\n"
        '> File "/box/run.py", line 8, in <module>\n    encode([1])\n    └ <function encode>\n\n'
        '  File "/box/run.py", line 4, in encode\n    return y[9]\n           └ [1]\n\n'
        "IndexError: list index out of range\n"
    )
    (found,) = told(log)
    assert [place.line for place in found.places] == [8, 4]


def test_a_traceback_in_one_line_of_json_is_read() -> None:
    escaped = crash(FAILING).replace('"', "'").replace("'candidate.py'", '\\"candidate.py\\"')
    line = '{"level": "error", "exc": "' + escaped.strip().replace("\n", "\\n") + '"}'
    found = told(f"start\n{line}\nend")[0]
    assert found.headline == "IndexError: list index out of range"
    assert found.index == 1


def test_what_a_test_runner_prints_below_gives_the_place() -> None:
    log = (
        "    def test_size():\n>       encode()\nE       KeyError: 'qp'\n\n"
        "app/codec.py:41: KeyError\n"
    )
    found = next(s for s in told(log) if s.text == "'qp'")
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("app/codec.py", 41)


def test_an_exception_that_python_swallowed_is_a_hint() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "class A:\n def __del__(s): raise ValueError('x')\nA()\n"],
        capture_output=True,
        text=True,
        check=True,
    )
    (found,) = told(done.stderr)
    assert found.authority is Authority.HINT


def test_the_traceback_of_another_process_leads_to_ours() -> None:
    source = (
        "from concurrent.futures.process import _RemoteTraceback\n"
        "error = KeyError('plane')\n"
        'error.__cause__ = _RemoteTraceback(\'"""\\nTraceback (most recent call last):\\n'
        '  File "w.py", line 3, in work\\n    {}[1]\\nKeyError: 1\\n"""\')\n'
        "raise error\n"
    )
    (found,) = told(crash(source))
    assert found.headline == "KeyError: 'plane'"
    assert [cause.headline for cause in found.causes] == ["KeyError: 1"]
