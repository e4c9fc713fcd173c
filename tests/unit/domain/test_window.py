from hypothesis import given
from hypothesis import strategies as st

from errata.events import ExitFacts, Finding, Frame, LocalSummary, RaisedException
from errata.evidence.facts import facts_text
from errata.evidence.window import window
from errata.text import Log
from tests.unit.domain.make import event


def test_the_decisive_line_is_shown_with_its_number_and_its_surroundings() -> None:
    lines = [f"step {chr(97 + n % 26)}{chr(97 + n // 26)} done" for n in range(400)]
    lines[200] = "ValueError: odd width"
    shown = window(Log("\n".join(lines), first_line=1_001), [200], 800)
    assert "1201: ValueError: odd width" in shown
    assert "1200: step" in shown
    assert "1400: step" in shown, "the tail belongs to it"
    assert "⋮" in shown
    assert len(shown) <= 800 + 50


def test_stamps_and_repetitions_spend_no_budget() -> None:
    lines = [f"2026-01-31T12:00:{n % 60:02d}Z [rank0]: frame {n} of 900" for n in range(900)]
    lines.append("2026-01-31T12:59:59Z KeyError: 'qp'")
    shown = window(Log("\n".join(lines)), [900], 3_000)
    assert shown.count("frame") == 1
    assert "2026" not in shown
    assert "901: KeyError: 'qp'" in shown


def test_an_empty_log_has_an_empty_window() -> None:
    assert window(Log(""), [], 1_000) == ""


@given(st.lists(st.text(), max_size=60), st.integers(0, 2_000), st.data())
def test_every_shown_line_is_in_the_log(lines: list[str], budget: int, data: st.DataObject) -> None:
    log = Log("\n".join(line.replace("\n", " ") for line in lines))
    some = st.integers(0, max(0, len(log.lines) - 1))
    centres = data.draw(st.lists(some, max_size=4)) if log.lines else []
    for shown in window(log, centres, budget).split("\n"):
        number, colon, text = shown.partition(": ")
        if colon and " [...] " not in text:
            assert text in log.lines[int(number) - 1]


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
