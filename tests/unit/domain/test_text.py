import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.text import MAX_LINE, Log, sanitize, shorten

HOSTILE = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b[0m\r\n\x9b]\x07"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x1b[1;31mError\x1b[0m: x", "Error: x"),
        ("\x1b]0;title\x07prompt", "prompt"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del"),
        ("admin\u202egpj.exe \u200bzero\ufeff", "admingpj.exe zero"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("a\r\nb", "a\nb"),
        (" 1%\r 50%\r100%\ndone", "100%\ndone"),
        ("100%\r\r\n", "100%\n"),
        ("one\u2028two\x0bthree\x85four", "onetwothreefour"),
        ("tab\tstays, so does é and 漢字 and 🎬", "tab\tstays, so does é and 漢字 and 🎬"),
        ("\x1b\x1b[0m[31mnested", "[31mnested"),
    ],
)
def test_sanitize_removes_what_acts_or_hides(raw: str, clean: str) -> None:
    assert sanitize(raw) == clean


@given(HOSTILE)
def test_sanitized_text_keeps_its_lines_and_can_be_stored_anywhere(text: str) -> None:
    clean = sanitize(text)
    assert clean.count("\n") == text.count("\n")
    assert clean.splitlines() == clean.removesuffix("\n").split("\n") or not clean
    assert sanitize(clean) == clean
    clean.encode("utf-8")


def test_shorten_keeps_both_ends_within_the_limit() -> None:
    short = shorten("a" * 500 + "z" * 500, 100)
    assert len(short) == 100
    assert short.startswith("aaa")
    assert short.endswith("zzz")
    assert " [...] " in short
    assert shorten("as it is", 100) == "as it is"


def test_log_lines_know_their_numbers_in_the_whole_log() -> None:
    log = Log("first\n  second", first_line=41)
    assert log.quote(1).line == 42
    assert log.quote(1).quote == "second"
    assert Log("").lines == ()


def test_a_line_of_ten_megabytes_is_bounded() -> None:
    log = Log(sanitize("x" * 10_000_000 + "\nValueError: end"))
    assert len(log.lines[0]) == MAX_LINE
    assert log.lines[1] == "ValueError: end"
