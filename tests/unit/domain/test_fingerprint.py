"""The same death has the same fingerprint, a near miss another."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import grouping
from benchmarks.kin import CAUSES, NEAR_MISSES, tellings
from errata.events import ExitFacts, Finding, Frame, RaisedException
from errata.fingerprint import fingerprint, former_fingerprints
from errata.patterns import examine, match
from errata.taxonomy import Limit, Stage
from errata.templates import template
from tests.unit.domain.make import crash, event


def of(log: str = "", error_message: str = "", **fields: object) -> str:
    return fingerprint(event(log, error_message=error_message, **fields))


TRACEBACK = """{noise}Traceback (most recent call last):
  File "{folder}/candidate.py", line {line}, in encode
    block = frame[index]
IndexError: index {index} is out of bounds for axis 0 with size {size}
"""


@given(
    folder=st.sampled_from(
        ["/box", "/scratch/tmpab12cd", "/home/x/7c9e6679-7425-40de-944b-e07fc1f90ae7"]
    ),
    line=st.integers(1, 9_999),
    index=st.integers(0, 10**6),
    size=st.integers(0, 10**6),
    noise=st.sampled_from(["", "frame 1 of 30\n", "2026-01-31 12:00:00 INFO start\n"]),
)
def test_paths_lines_and_numbers_make_no_difference(
    folder: str, line: int, index: int, size: int, noise: str
) -> None:
    log = TRACEBACK.format(folder=folder, line=line, index=index, size=size, noise=noise)
    base = TRACEBACK.format(folder="/box", line=1, index=2, size=2, noise="")
    assert of(log) == of(base)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "ModuleNotFoundError: No module named 'scipy'",
            "ModuleNotFoundError: No module named 'cv2'",
        ),
        ("KeyError: 'qp'", "KeyError: 'fps'"),
        ("ValueError: a is bad", "TypeError: a is bad"),
        (
            "slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 12:00:00 DUE TO TIME LIMIT ***",
            "slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 12:00:00 ***",
        ),
        ("RuntimeError: CUDA out of memory. Tried 2 GiB", "MemoryError: Unable to allocate 2 GiB"),
        (crash("def a():\n    [][0]\na()"), crash("def b():\n    [][0]\nb()")),
    ],
)
def test_near_misses_stay_apart(one: str, other: str) -> None:
    assert of(one) != of(other)


def test_wording_around_a_kill_makes_no_difference() -> None:
    assert of("slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 01:00 DUE TO TIME LIMIT ***") == of(
        "epoch 3\nslurmstepd: error: *** STEP 9.0 ON dgx2 CANCELLED AT 02:00 DUE TO TIME LIMIT ***",
        "some older error",
    )


def test_ranks_print_the_same_failure() -> None:
    plain = crash("def encode():\n    return {}['qp']\nencode()")
    ranked = "\n".join(f"[rank3]: {line}" for line in plain.split("\n"))
    assert of(plain) == of(ranked)


def test_a_message_raised_on_purpose_is_known_by_who_raises_it() -> None:
    raised = (
        'Traceback (most recent call last):\n  File "{caller}", line 3, in <module>\n    go()\n'
        '  File "{file}", line 8, in sample\n'
        '    raise RuntimeError("no complete episode was found in the buffer")\n'
        "RuntimeError: no complete episode was found in the buffer\n"
    )
    assert of(raised.format(caller="a.py", file="own/buffer.py")) == of(
        raised.format(caller="b.py", file="/x/site-packages/lib/replay.py")
    )


def test_limits_group_by_limit_and_stage_whatever_the_log() -> None:
    stopped = ExitFacts(signal=9, limit=Limit.WALL_CLOCK)
    assert of("frame 1", exit=stopped) == of("frame 99\nKeyError: 'a'", exit=stopped)
    assert of("", exit=stopped) != of("", exit=stopped, stage=Stage.DECODE)
    assert of("", exit=stopped) != of("", exit=ExitFacts(signal=9, limit=Limit.CPU))


def test_findings_group_by_code_whatever_the_numbers() -> None:
    def worse(percent: float) -> str:
        message = f"BD-rate {percent:+.2f} % against parent 01HZX9V7Q2M3N4P5R6S7T8V9WX"
        return of(findings=(Finding(code="worse_than_champion", message=message),))

    assert worse(4.25) == worse(12.5)
    assert worse(4.25) != of(findings=(Finding(code="not_finite", message="psnr is nan"),))


def test_structured_and_printed_exceptions_agree() -> None:
    frames = (
        Frame(file="/box/candidate.py", line=3, function="encode", source="block = frame[index]"),
    )
    structured = RaisedException(
        type="IndexError",
        message="index 9 is out of bounds for axis 0 with size 3",
        frames=frames,
    )
    printed = TRACEBACK.format(folder="/x", line=8, index=9, size=3, noise="")
    assert of(exceptions=(structured,)) == of(printed)


def test_a_syntax_error_is_placed_and_quoted_as_the_parser_prints_it() -> None:
    printed = crash("blocks = (1\n")
    place = Frame(file="candidate.py", line=1, function="<module>", source="blocks = (1")
    message = "'(' was never closed (candidate.py, line 1)"
    structured = RaisedException(type="SyntaxError", message=message, frames=(place,))
    found = match(event(printed, error_message=f"SyntaxError: {message}", exceptions=(structured,)))
    assert found.verdict.root_cause == (
        "The code does not parse: '(' was never closed at candidate.py:1."
    )
    assert found.verdict.evidence[-1].quote == "SyntaxError: '(' was never closed"


def test_the_form_names_the_version_of_the_algorithm() -> None:
    assert re.fullmatch(r"v2-[0-9a-f]{32}", of("boom"))


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint_and_always_the_same(log: str, message: str) -> None:
    sane = event(log[:30_000].encode("utf-8", "replace").decode(), error_message=message[:8_000])
    assert fingerprint(sane) == fingerprint(sane)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shape (288, 352) vs (144, 176)", "shape (#, #) vs (#, #)"),
        ("open '/data/run7/in_3.yuv' failed", "open 'in_#.yuv' failed"),
        ("at 0x7f08cc5f4790 id 7c9e6679-7425-40de-944b-e07fc1f90ae7", "at # id #"),
        ("C:\\Users\\x\\a.py", "a.py"),
        ("loss 1.5e-3 of +0.25", "loss # of #"),
        ("by <email-3>", "by <email>"),
        ("No module named 'c_eval'", "No module named 'c_eval'"),
    ],
)
def test_templates(text: str, expected: str) -> None:
    assert template(text) == expected


def test_failures_of_many_causes_are_put_together_as_they_belong() -> None:
    told = list(tellings(seed=7))
    precision, recall = grouping.scores(told, groups := grouping.fingerprints(told))
    assert len(CAUSES) >= 60
    assert len(NEAR_MISSES) >= 25
    assert grouping.merged(told, groups) == []
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize("cause", ["key qp", "never closed", "cuda memory", "opencv", "slurm time"])
@given(seed=st.integers(0, 10**6))
@settings(max_examples=10)
def test_a_cause_is_one_group_however_it_is_told(cause: str, seed: int) -> None:
    told = [it for it in tellings(seed) if it.cause == cause]
    assert len(told) >= 3
    assert len(set(grouping.fingerprints(told))) == 1


def test_who_stopped_a_run_makes_a_difference() -> None:
    assert of("Task timed out after 3.00 seconds") != of(
        "slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 12:00:00 DUE TO TIME LIMIT ***"
    )


@pytest.mark.parametrize("report", ["exit code 1", "run 17 died on gpu3", "Process exited: 0x1"])
def test_a_report_that_says_nothing_makes_no_difference(report: str) -> None:
    assert of("the flux is cold", error_message=report) == of("the flux is cold")
    assert of("", error_message="the flux is cold") != of("", error_message=report)


def test_the_former_fingerprint_is_what_the_first_version_gave() -> None:
    """A group that was named then is found again only if this never changes."""
    raised = RaisedException(type="KeyError", message="'qp'")
    former = former_fingerprints(examine(event("", exceptions=(raised,))))
    assert former == ("v1-40567198c966349b66a309ab07b9e7c6",)
