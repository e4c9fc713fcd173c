"""What counts as a candidate: text that is Python and has two functions that can be called."""

import pytest

from orchestrator.sandbox.inside.source import FILE_NAME, ContractError, load


@pytest.mark.parametrize(
    ("source", "line", "column", "reason"),
    [
        (b"x = 1\n# caf\xe9\n", 2, 6, "invalid continuation byte"),
        (b"\xff\xfe", 1, 1, "invalid start byte"),
        (b"# -*- coding: latin-1 -*-\n# \xe9", 2, 3, "unexpected end of data"),
        (b"x = '\0'", 1, 6, "null bytes"),
        (b"\x7fELF\x02\x01\x01\0", 1, 8, "null bytes"),
    ],
)
def test_what_is_no_text_is_a_syntax_error(
    source: bytes, line: int, column: int, reason: str
) -> None:
    with pytest.raises(SyntaxError, match=reason) as caught:
        load(source)
    assert (caught.value.filename, caught.value.lineno) == (FILE_NAME, line)
    assert caught.value.offset == column


BOTH = "def encode(y, u, v, fps, qp): return b'x'\ndef decode(bitstream): return ()\n"


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf" + BOTH.encode(),
        BOTH.replace("\n", "\r\n").encode(),
        BOTH.replace("\n", "\r").encode(),
        ("\f\n" + BOTH).encode(),
        b"def encode(*args): pass\ndef decode(bitstream, *rest, strict=True, **others): pass",
        b"def encode(y, u, v, fps, qp, speed=3): pass\ndecode = lambda bitstream: ()",
        b"import functools\nencode = functools.partial(print, 1)\ndecode = [].extend",
    ],
)
def test_what_can_be_called_as_agreed_is_accepted(source: bytes) -> None:
    module = load(source)
    assert callable(module.encode)


def test_a_breach_says_little_of_what_the_candidate_wrote() -> None:
    with pytest.raises(ContractError) as caught:
        load(b"def encode(y='" + b"x" * 100_000 + b"\\ud800'): pass\ndef decode(b): pass")
    assert len(str(caught.value)) <= 1_000
    str(caught.value).encode()
