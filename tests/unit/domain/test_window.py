import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.events import ExitFacts, Finding, Frame, LocalSummary, RaisedException
from errata.evidence.facts import facts_text
from errata.evidence.window import GAP, window
from errata.text import Log
from tests.unit.domain.make import crash, event

BUILDING = [f"compiling {chr(97 + n % 26)}{chr(97 + n // 26)}.c" for n in range(600)]
CLEANING = [f"removing {chr(97 + n % 26)}{chr(97 + n // 26)}.o" for n in range(600)]


def shown(lines: list[str], budget: int = 800, centres: tuple[int, ...] = ()) -> str:
    return window(Log("\n".join(lines)), centres, budget)


def test_the_decisive_line_is_shown_with_its_number_and_its_surroundings() -> None:
    lines = [f"step {chr(97 + n % 26)}{chr(97 + n // 26)} done" for n in range(400)]
    lines[200] = "odd width"
    text = window(Log("\n".join(lines), first_line=1_001), [200], 400)
    assert "1201: odd width" in text
    assert "1200: step" in text
    assert "1400: step" in text, "the tail belongs to it"
    assert GAP in text


def test_stamps_and_repetitions_spend_no_budget() -> None:
    lines = [f"2026-01-31T12:00:{n % 60:02d}Z [rank0]: frame {n} of 900" for n in range(900)]
    lines.append("2026-01-31T12:59:59Z KeyError: 'qp'")
    text = shown(lines, 3_000, (900,))
    assert text.count("frame") == 1
    assert "2026" not in text
    assert "901: KeyError: 'qp'" in text


@pytest.mark.parametrize(
    "error",
    [
        ["src/a.c:12:5: error: unknown type name 'plane_t'"],
        ["FAILED tests/test_size.py::test_odd - assert 3 == 4"],
        ["fatal: repository 'x' does not exist"],
        ["Killed"],
        ["The job has exceeded the maximum execution time of 60 minutes."],
        crash("{}['qp']").splitlines(),
    ],
)
def test_an_error_is_found_long_before_the_end_of_the_clean_up(error: list[str]) -> None:
    text = shown([*BUILDING, *error, "Process completed with exit code 2.", *CLEANING])
    for line in error:
        assert line in text
    assert "Process completed with exit code 2." in text


def test_a_failure_that_ended_the_run_outweighs_those_it_survived() -> None:
    survived = [
        line
        for n in range(60)
        for line in (
            *BUILDING[5 * n : 5 * n + 5],
            f"ERROR: download of {chr(97 + n % 26)} failed: connection reset",
            f"Attempt {n} of 99 failed, retrying",
        )
    ]
    text = shown([*survived, "ld: cannot find -lplane", "exit status 1", *CLEANING], 500)
    assert "ld: cannot find -lplane" in text


@pytest.mark.parametrize(
    "noise",
    [
        "  timeout: {n}",
        "0 errors, {n} passed",
        "tests/test_x.py::test_fails_on_error[{n}] PASSED",
        "cc -Werror -DERROR_LEVEL={n} -c error_{n}.c -o error_{n}.o",
        "npm WARN deprecated error-{n}: it failed",
        'INFO app: {{"errors": 0, "n": {n}}}',
    ],
)
def test_what_only_looks_like_trouble_is_left_out(noise: str) -> None:
    words = ["plane", "block", "frame"]
    lines = [f"{noise.format(n=n)} {words[n % 3] * (n % 5)}".rstrip() for n in range(300)]
    lines[150:150] = [*BUILDING[:20], "app.c:3: undefined reference to `encode'", *BUILDING[20:40]]
    assert "undefined reference to `encode'" in shown([*lines, *CLEANING], 400)


def test_an_error_is_shown_with_the_block_below_it() -> None:
    block = [
        "error[E0308]: mismatched types",
        "   --> src/plane.rs:12:24",
        "12  | let n: u32 = plane.width();",
        "    = note: expected type `u32`",
    ]
    text = shown([*BUILDING, *block, *CLEANING], 400)
    assert all(line in text for line in block)


def test_an_empty_log_has_an_empty_window() -> None:
    assert window(Log(""), [], 1_000) == ""


@given(
    st.lists(st.text() | st.sampled_from(["error: x", "Killed", "12:00:00 E"]), max_size=60),
    st.integers(0, 2_000),
    st.data(),
)  # fmt: skip
def test_every_shown_line_is_in_the_log_and_the_budget_holds(
    lines: list[str], budget: int, data: st.DataObject
) -> None:
    log = Log("\n".join(line.replace("\n", " ") for line in lines))
    some = st.integers(0, max(0, len(log.lines) - 1))
    centres = data.draw(st.lists(some, max_size=4)) if log.lines else []
    text = window(log, centres, budget)
    assert len(text) <= budget
    for line in text.split("\n"):
        number, colon, quoted = line.partition(": ")
        if colon and " [...] " not in quoted:
            assert quoted in log.lines[int(number) - 1]


def test_facts_are_told_in_words() -> None:
    local = LocalSummary(name="y", type="ndarray", shape=(30, 288, 352), dtype="uint8", max=255)
    frame = Frame(file="candidate.py", line=7, function="encode", source="a + b", locals=(local,))
    told = facts_text(
        event(
            exit=ExitFacts(code=1, duration_s=2.5),
            exceptions=(
                RaisedException(type="KeyError", message="'a'", relation="cause"),
                RaisedException(type="ValueError", message="bad shape", frames=(frame,)),
            ),
            findings=(Finding(code="wrong_size", message="too short", values={"missing": 12.0}),),
        )
    )
    assert "exit code: 1" in told
    assert "exit duration_s: 2.5" in told
    assert "finding wrong_size: too short (missing=12)" in told
    assert "exception KeyError: 'a' (led to the next)" in told
    assert "candidate.py:7 in encode: a + b" in told
    assert "y: ndarray shape=(30, 288, 352) dtype=uint8 max=255.0" in told
