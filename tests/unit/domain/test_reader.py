"""A log of any size and content is read within bounds, and its line numbers are true."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.reader import read_log

TRICKY = st.sampled_from(
    [
        b"Traceback (most recent call last):\n",
        b'  File "a.py", line 3, in f\n',
        b"  + Exception Group Traceback (most recent call last):\n",
        b"  +-+---------------- 1 ----------------\n",
        b"    | ValueError: x\n",
        b"[rank1]: Traceback (most recent call last):\n",
        b"panic: x\n\ngoroutine 1 [running]:\n\t/a.go:3\n",
        b"thread 'm' panicked at a.rs:1:2:\n",
        b"\tat a.b(C.java:3)\n",
        b"Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n",
        b"terminate called after throwing an instance of '",
        b"CMake Error",
        b"\x00\xff\xfe\xed\xa0\x80",
        "\u202e\u200b\u2028".encode(),
        b"\r50%\r100%\n",
        b"\x1b[31mError\x1b[0m: red\n",
    ]
)
CHUNKS = st.lists(TRICKY | st.binary(max_size=40), max_size=40)


@given(CHUNKS, st.integers(200, 3_000))
def test_any_bytes_have_a_window_within_the_budget(chunks: list[bytes], budget: int) -> None:
    text = read_log(chunks).window(budget)
    assert len(text) <= budget
    text.encode()


@given(CHUNKS)
def test_where_chunks_end_makes_no_difference(chunks: list[bytes]) -> None:
    whole = read_log([b"".join(chunks)])
    assert read_log(chunks).lines(2_000) == whole.lines(2_000)
    assert read_log(bytes([b]) for c in chunks for b in c).lines(2_000) == whole.lines(2_000)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 60))
def test_after_a_cut_the_numbers_are_those_of_the_whole_log(
    head: int, tail: int, size: int
) -> None:
    lines = [f"line {'x' * (n % 7)} at {n} plane {chr(97 + n % 26)}" for n in range(1, 100)]
    text = "\n".join(lines).encode()
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    reading = read_log(chunks, head_limit=head, tail_limit=tail)
    for number, shown in reading.lines(4_000):
        assert shown in lines[number - 1]
    kept = sum(map(len, reading.log.lines)) + len(reading.log.lines) - 1
    assert kept <= head + tail + size + 1


def test_what_was_cut_is_counted() -> None:
    text = b"".join(b"frame %d\n" % n for n in range(1_000))
    chunks = [text[at : at + 100] for at in range(0, len(text), 100)]
    reading = read_log(chunks, head_limit=90, tail_limit=200)
    assert reading.cut_lines > 900
    assert reading.cut_characters + 90 + 200 <= len(text)
    assert reading.lines(2_000)[-1] == (1_000, "frame 999")


def test_a_line_of_ten_megabytes_and_the_error_after_it() -> None:
    chunks = [b"x" * (1 << 16)] * 160 + [b"\nValueError: odd width\n"]
    reading = read_log(chunks)
    assert (2, "ValueError: odd width") in reading.lines(3_000)
    assert reading.cut_lines == 0
    assert reading.cut_characters > 4_000_000


def test_a_hundred_thousand_tracebacks_are_read() -> None:
    one = b'Traceback (most recent call last):\n  File "a.py", line 3, in f\nKeyError: 3\n'
    reading = read_log([one] * 100_000, head_limit=50_000, tail_limit=400_000)
    text = reading.window(3_000)
    assert "KeyError: 3" in text
    assert reading.cut_lines + len(reading.log.lines) >= 300_000


@pytest.mark.parametrize(
    "hostile",
    [
        b"[" * 300 + b"\n", b"a-" * 150 + b"\n", b"a." * 150 + b"Error\n", b" " * 300 + b"\n",
        b"__ " * 100 + b"\n", b"1." * 150 + b"\n", b"File \"" * 60 + b"\n", b"E   " * 80 + b"\n",
        b"  at a" * 50 + b"\n", b"| " * 150 + b"Traceback (most recent call last)\n",
        b"  + Exception Group Traceback (most recent call last):\n",
        b"The above exception was the direct cause of the following exception:\n",
    ],
    ids=lambda line: line[:12].decode(),
)  # fmt: skip
def test_no_line_however_often_repeated_takes_long(hostile: bytes) -> None:
    """Fails by never ending: a pattern that is not linear would take hours."""
    assert read_log([hostile] * (600_000 // len(hostile))).window(1_000) is not None


def test_a_chain_of_a_hundred_causes_and_a_cycle_are_read() -> None:
    frames = b'Traceback (most recent call last):\n  File "a.py", line 3, in f\n'
    link = b"\nThe above exception was the direct cause of the following exception:\n\n"
    log = link.join(frames + b"ValueError: %d\n" % n for n in range(100))
    assert "ValueError: 99" in read_log([log]).window(3_000)


def test_the_command_prints_numbered_lines_without_colours_or_secrets() -> None:
    log = b"start\n" * 3 + b"\x1b[31mKeyError: 'qp'\x1b[0m\npassword=hunter2hunter2\n"
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", "evidence", "--budget", "300"],
        input=log,
        capture_output=True,
        check=True,
    )
    shown = done.stdout.decode()
    assert "4: KeyError: 'qp'" in shown
    assert "\x1b" not in shown
    assert "hunter2" not in shown
