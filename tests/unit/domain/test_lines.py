"""What runners put before a line is taken off, and only that."""

import pytest

from errata.evidence.lines import split_level, stream, strip_prefix


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("2026-01-31T12:00:00.1234567Z ##[error]Process completed", "Process completed"),
        ("2026-01-31T12:00:00.1234567Z ##[group]Run make", "Run make"),
        ("::error file=a.py,line=3::bad width", "bad width"),
        ("2026-01-31T12:00:00.5+00:00 stdout F frame 3", "frame 3"),
        ("2026-01-31T12:00:00.000000Z 01O frame 3", "frame 3"),
        ("[2026-01-31, 12:00:00 UTC] {task.py:12} ERROR", "{task.py:12} ERROR"),
        ("#12 3.456 E: Unable to locate package", "E: Unable to locate package"),
        ("#12 ERROR: process failed", "ERROR: process failed"),
        ("Jan 31 12:00:00 node7 kernel: Out of memory", "Out of memory"),
        ("[12345.678901] Out of memory", "Out of memory"),
        ("I0131 12:00:00.000001       1 main.go:12] started", "started"),
        ("[1,2]<stderr>:KeyError: 3", "KeyError: 3"),
        ("web-1  | ready", "ready"),
        ("│ Error: creating bucket", "Error: creating bucket"),
        ('  File "x.py", line 3, in f', '  File "x.py", line 3, in f'),
        ("# a heading", "# a heading"),
        ("#12 is the number of the issue", "#12 is the number of the issue"),
        ("step 3 done", "step 3 done"),
    ],
)
def test_prefixes_are_taken_off(line: str, body: str) -> None:
    assert strip_prefix(line) == body


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("[rank3]: x", "[rank3]"),
        ("2026-01-31 12:00:00 [rank3]: x", "[rank3]"),
        ("[1,2]<stderr>: x", "[1,2]<stderr>"),
        ("rank 3: x", "rank 3:"),
        ("(encode pid=42, ip=10.0.0.7) x", "(encode pid=42"),
        ("plain", ""),
    ],
)
def test_a_line_tells_its_rank(line: str, origin: str) -> None:
    assert stream(line) == origin


def test_levels_are_split_off() -> None:
    assert split_level("app.codec - ERROR - bad width") == ("ERROR", "bad width")
    assert split_level("nothing of the kind") == ("", "nothing of the kind")
