"""Repairs directed at a line: what dies by itself, and lives once it is mended."""

import struct
import sys
import traceback
from random import Random
from textwrap import dedent

import numpy as np
import pytest

from errata.taxonomy import Category
from orchestrator.proposers.directed import is_another, mended
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.proposers.port import Brief, NothingToMendError, Repair
from orchestrator.proposers.undo import undone

PARENT = "import numpy as np\n\ndef run():\n    return 0\n"


def died_of(code: str) -> tuple[str, int]:
    """Run ``run()`` of a source: what it raises, and in which of its lines."""
    names: dict[str, object] = {"struct": struct}
    try:
        exec(compile(code, "candidate.py", "exec"), names)  # noqa: S102 - our own text
        names["run"]()  # type: ignore[operator]  # a function, or the test fails
    except Exception as error:  # noqa: BLE001 - that is what is asked
        frames = traceback.extract_tb(sys.exc_info()[2])
        lines = [frame.lineno or 0 for frame in frames if frame.filename == "candidate.py"]
        return f"{type(error).__name__}: {error}", lines[-1] if lines else 0
    return "", 0


def repair(code: str, said: str, line: int | None, category: str = "runtime_error") -> Repair:
    return Repair(
        code=code,
        experiment_id="0" * 26,
        category=Category(category),
        root_cause="It died.",
        fix_suggestion="Mend it.",
        error_message=said,
        line=line,
    )


CRASHES = {
    "zero": "size = 0\nreturn 8 // size + 7 / (size * 2)",
    "index": "rows = [1, 2]\nk = 2\nreturn rows[k]",
    "array index": "rows = np.zeros(3)\nreturn rows[3]",
    "float size": "h = 9\nreturn np.zeros((h / 2, 4))",
    "float name": "h = 9 / 2\nreturn list(range(h))",
    "float slice": "n = 8 / 2\nreturn [1, 2, 3][:n]",
    "overflow": "a = np.zeros(4, np.uint8)\na[0] = 300\nreturn a",
    "negative": "return np.uint8(-5)",
    "wide constant": "a = np.zeros(4, np.uint8)\nreturn a + 300",
    "cast": "a = np.zeros(4, np.int16)\na *= 0.5\nreturn a",
    "nan": "x = float('nan')\nreturn int(x * 2)",
    "infinity": "x = float('inf')\nreturn round(x)",
    "field": "n = 70_000\nreturn struct.pack('<HB', n, 300 - n)",
    "removed name": "return np.zeros(3).astype(np.float)",
}


@pytest.mark.parametrize("kind", CRASHES)
def test_a_well_known_crash_is_mended(kind: str) -> None:
    body = "".join(f"    {line}\n" for line in CRASHES[kind].splitlines())
    code = f"import numpy as np\n\ndef run():\n{body}"
    said, line = died_of(code)
    assert said

    found = mended(repair(code, said, line), PARENT)

    assert died_of(found.code) == ("", 0), found.code
    assert found.hypothesis
    assert "run" in found.code


def test_names_that_are_missing_are_defined_as_in_the_parent() -> None:
    parent = "import zlib as z\nBLOCK = 8\n\ndef run():\n    return z.crc32(b'') + BLOCK\n"
    code = "import struct\n\ndef run():\n    return z.crc32(b'') + 2 * BLOCK\n"
    said, line = died_of(code)
    once = mended(repair(code, said, line), parent)
    assert "import zlib as z" in once.code
    said, line = died_of(once.code)
    assert died_of(mended(repair(once.code, said, line), parent).code) == ("", 0)


def test_a_loop_that_never_ends_is_left_after_some_rounds() -> None:
    code = dedent("""
        def run():
            level = 1
            while level:
                level = level + 1
                for _ in range(3):
                    pass
            return level
    """)
    found = mended(repair(code, "the limit on time was exceeded", 5, "timeout"), PARENT)
    assert died_of(found.code) == ("", 0)
    assert "Leave after 1024 rounds" in found.hypothesis


@pytest.mark.parametrize(
    ("said", "returned", "want"),
    [
        ("encode() returned tuple, want bytes", "(b'ab', 3)", b"ab"),
        ("encode() returned list, want bytes", "[97, 98]", b"ab"),
        ("encode() returned dict, want bytes", "{'result': b'ab', 'qp': 3}", b"ab"),
    ],
)
def test_what_is_returned_is_made_what_is_asked_for(said: str, returned: str, want: bytes) -> None:
    code = f"def encode():\n    return {returned}\n"
    names: dict[str, object] = {}
    exec(mended(repair(code, said, None), PARENT).code, names)  # noqa: S102 - our own text
    assert names["encode"]() == want  # type: ignore[operator]  # a function, or it fails


def test_planes_of_another_type_become_bytes() -> None:
    code = "import numpy as np\ndef decode():\n    return np.full(2, 255.7), np.full(1, -3), 7.4\n"
    said = "decode() returned y of dtype float64, want uint8"
    names: dict[str, object] = {}
    exec(mended(repair(code, said, None), PARENT).code, names)  # noqa: S102 - our own text
    planes = names["decode"]()  # type: ignore[operator]  # a function, or it fails
    assert [np.ravel(plane).tolist() for plane in planes] == [[255, 255], [0], [7]]


def test_a_function_of_another_name_gets_the_name_that_is_called() -> None:
    code = "def encode_video():\n    return b'x'\n"
    found = mended(repair(code, "no function encode(y, u, v, fps, qp)", None), PARENT)
    names: dict[str, object] = {}
    exec(found.code, names)  # noqa: S102 - our own text
    assert names["encode"] is names["encode_video"]


TWICE = """\
import numpy as np

STEP = 3

def run():
    a = np.zeros((2, 3))
    return a + np.ones((4, 5))
"""
ONCE = TWICE.replace("STEP = 3", "STEP = 2").replace("np.ones((4, 5))", "np.ones((2, 3))")


def test_where_no_fix_is_known_the_line_alone_is_put_back() -> None:
    said, line = died_of(TWICE)
    found = mended(repair(TWICE, said, line), ONCE)
    assert found.code == TWICE.replace("np.ones((4, 5))", "np.ones((2, 3))")
    assert found.hypothesis == "Put back what line 7 was"


def test_a_repair_that_gives_the_parent_is_none() -> None:
    parent = TWICE.replace("np.ones((4, 5))", "np.ones((2, 3))  # as many")
    said, line = died_of(TWICE)
    with pytest.raises(NothingToMendError):
        mended(repair(TWICE, said, line), parent)


def test_what_does_not_parse_is_put_back_where_it_breaks() -> None:
    broken = TWICE.replace("np.zeros((2, 3))", "np.zeros((2, 3)").replace("(4, 5)", "(2, 3)")
    parent = TWICE.replace("STEP = 3", "STEP = 2").replace("(4, 5)", "(2, 3)")
    with pytest.raises(SyntaxError) as caught:
        compile(broken, "candidate.py", "exec")
    found = mended(repair(broken, str(caught.value), caught.value.lineno, "syntax_error"), parent)
    assert died_of(found.code) == ("", 0)
    assert "STEP = 3" in found.code


def test_a_repair_that_would_die_for_sure_is_none() -> None:
    uses = TWICE.replace("np.ones((4, 5))", "jax.ones((2, 3))")
    imported = "import jax\n" + uses
    said = "ModuleNotFoundError: No module named 'jax'"
    with pytest.raises(NothingToMendError):  # without its import, the name has no value
        mended(repair(imported, said, 1, "import_error"), ONCE)
    fenced = f"```python\n{TWICE}```\n"
    with pytest.raises(NothingToMendError):  # without one of its fences, it does not parse either
        mended(repair(fenced, "SyntaxError: invalid syntax", 1, "syntax_error"), ONCE)


@pytest.mark.parametrize("line", [None, 0, 7, 10_000])
@pytest.mark.parametrize(
    "code", ["", "\0", "def f(:", "x = 1\n", "while True: pass\n", "é = 'ü'\n"]
)
@pytest.mark.parametrize("category", ["timeout", "runtime_error"])
def test_whatever_the_code_there_is_a_repair_or_none(
    code: str, line: int | None, category: str
) -> None:
    said = "index 3 is out of bounds; division by zero; no function encode("
    try:
        found = mended(repair(code, said, line, category), PARENT)
    except NothingToMendError:
        return
    assert is_another(found.code, code)


def test_the_mutating_proposer_mends_when_it_is_asked_to() -> None:
    code = "def run():\n    return 1 // 0\n"
    said, line = died_of(code)
    brief = Brief(PARENT, repair=repair(code, said, line))
    proposal = MutateProposer().propose(brief, Random(1))  # noqa: S311 - repeatable
    assert proposal.code == "def run():\n    return 1 // (0 or 1)\n"


def test_a_line_left_out_is_put_back_by_the_next() -> None:
    parent = "a = 1\nb = 2\nc = a + b\nd = 4\n"
    assert undone("a = 1\nc = a + b\nd = 5\n", parent, 2, 2) == "a = 1\nb = 2\nc = a + b\nd = 5\n"
    assert undone("a = 1\nc = a + b\nd = 5\n", parent, 3, 3) == "a = 1\nc = a + b\nd = 4\n"


def test_sources_too_long_to_compare_are_left_alone() -> None:
    long = "x = 1\n" * 6_000
    assert undone(long, "y = 2\n", 1, 1) == long
