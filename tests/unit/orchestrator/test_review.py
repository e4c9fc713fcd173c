"""What a review tells of a candidate that it does not run."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.review.concern import Certainty
from orchestrator.review.policy import NEEDS
from orchestrator.review.review import review
from orchestrator.sandbox.runtime import importable
from orchestrator.sandbox.sandbox import LARGEST_SOURCE
from orchestrator.sandbox.seccomp import refused
from tests.unit.orchestrator.reviewed import GOOD

START = files("orchestrator.codec").joinpath("start_codec.py").read_bytes()
CERTAIN, LIKELY, POSSIBLE = Certainty
FINGERPRINT = "v2-" + "7" * 32


SETTING = "import zlib; fast = True; jit = print; TYPE_CHECKING = False"


def concerns(code: str | bytes) -> list[tuple[Certainty, str, int | None]]:
    given = code.encode() if isinstance(code, str) else code
    return [(each.certainty, each.code, each.line) for each in review(given)]


def told(code: str) -> str:
    (concern,) = review(code.encode())
    return concern.message


@pytest.mark.parametrize("path", sorted(Path("orchestrator/proposers/blocks").glob("*.py")))
def test_the_imports_and_calls_of_our_own_blocks_raise_no_concern(path: Path) -> None:
    about = {each.code for each in review(path.read_bytes())}
    assert about <= {"no_function", "missing_import"}  # of the house's names, for who reads it


def test_a_codec_that_lives_raises_no_concern() -> None:
    assert review(START) == []
    assert review(GOOD.encode()) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (b"\xff = 1", (CERTAIN, "syntax_error", 1)),
        (b"a = 1\nb = \0", (CERTAIN, "syntax_error", 2)),
        (b"a = 1\ndef b(:\n", (CERTAIN, "syntax_error", 2)),
        (b"return 1", (CERTAIN, "syntax_error", 1)),
        (b"a = " + b"(" * 5_000, (CERTAIN, "syntax_error", None)),
        (b"#" * (LARGEST_SOURCE + 1), (CERTAIN, "oversized_source", None)),
    ],
)
def test_what_is_no_source_is_told_with_its_line(
    code: bytes, expected: tuple[Certainty, str, int | None]
) -> None:
    (found,) = concerns(code)
    assert found[:2] == expected[:2]
    assert expected[2] in {None, found[2]}


def test_missing_functions_are_told_as_the_box_tells_them() -> None:
    found = review(b"")
    assert [each.message for each in found] == [
        "no function encode(y, u, v, fps, qp)",
        "no function decode(bitstream)",
    ]


@pytest.mark.parametrize(
    ("signature", "fits"),
    [
        ("y, u, v, fps, qp", True),
        ("y, u, v, fps, qp, speed=2, *, level=9", True),
        ("*planes", True),
        ("y, u, *rest, **names", True),
        ("y, u, v, /, fps, qp", True),
        ("y, u, v, fps", False),
        ("y, u, v, fps, qp, more", False),
        ("y, u, v, fps, *, qp", False),
    ],
)
def test_encode_must_be_callable_as_agreed(signature: str, fits: bool) -> None:
    code = GOOD.replace("y, u, v, fps, qp", signature)
    found = [each for each in concerns(code) if each[1] != "undefined_name"]
    assert found == ([] if fits else [(CERTAIN, "wrong_arity", 5)])


def test_a_signature_is_told_as_it_is_written() -> None:
    code = GOOD.replace("(bitstream)", "(bitstream, height, depth=8 * 2)")
    assert told(code) == (
        "decode(bitstream, height, depth=8 * 2) cannot be called as decode(bitstream)"
    )


@pytest.mark.parametrize(
    "change",
    [
        "encode = jit(encode)",
        "if fast:\n    def encode(): ...",
        "from fractions import *",
        "globals()['encode'] = 3",
        "class encode: ...\nencode = encode()",
    ],
)
def test_what_cannot_be_told_of_a_binding_is_not_told(change: str) -> None:
    code = GOOD.replace("y, u, v, fps, qp", "y, *, u=0, v=0").replace("import zlib", SETTING)
    assert concerns(code + change) == []


@pytest.mark.parametrize(
    ("body", "certainty", "what"),
    [
        ("    pass", CERTAIN, "returns None"),
        ("    yield 1", CERTAIN, "returns a generator"),
        ("    return y, u", LIKELY, "returns a tuple"),
        ("    return f'{y}'", LIKELY, "returns a str"),
    ],
)
def test_what_encode_cannot_mean_to_return(body: str, certainty: Certainty, what: str) -> None:
    code = GOOD.replace("    return zlib.compress(y.tobytes() + u.tobytes() + v.tobytes())", body)
    (concern,) = review(code.encode())
    assert (concern.certainty, concern.code) == (certainty, "wrong_return_type")
    assert what in concern.message


def test_decode_returns_three_planes() -> None:
    assert "2 items" in told(GOOD.replace("data, data, data", "data, data"))
    assert concerns(GOOD.replace("data, data, data", "*bitstream, data")) == []
    assert "a coroutine" in told(GOOD.replace("def decode", "async def decode"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import torch", [(CERTAIN, "missing_import", 13)]),
        ("import json.nope", [(CERTAIN, "missing_import", 13)]),
        ("from . import helper", [(CERTAIN, "missing_import", 13)]),
        ("from numpy import product", [(CERTAIN, "missing_import", 13)]),
        ("def f():\n    import torch", [(LIKELY, "missing_import", 14)]),
        ("if fast:\n    import torch", [(LIKELY, "missing_import", 14)]),
        ("try:\n    import torch\nexcept ImportError:\n    torch = None", []),
        (
            "try:\n    import torch\nexcept ImportError:\n    raise",
            [(CERTAIN, "missing_import", 14)],
        ),
        ("if TYPE_CHECKING:\n    import torch", []),
        ("import os.path, xml.etree.ElementTree, numpy.fft, _struct", []),
        ("from numpy.lib.stride_tricks import sliding_window_view", []),
        ("x = np.float(1)", [(CERTAIN, "missing_attribute", 13)]),
        ("def f():\n    return np.fft.nope(1)", [(LIKELY, "missing_attribute", 14)]),
        ("def f(np):\n    return np.float", []),
        ("x = np.uint8.nope_it_is_asked_no_further", [(CERTAIN, "missing_attribute", 13)]),
    ],
)
def test_what_a_box_has_not_is_told_where_it_is_used(
    line: str, expected: list[tuple[Certainty, str, int]]
) -> None:
    assert concerns(f"{GOOD.replace('import zlib', SETTING)}\n{line}\n") == expected


def test_what_is_told_can_be_written_anywhere() -> None:
    (concern,) = review(f"{GOOD}\ndef f(): open('/\\ud800')\n".encode())
    assert concern.message.encode("utf-8")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("STEP = BASE * 2", (CERTAIN, "undefined_name", 13)),
        ("def f():\n    return base", (LIKELY, "undefined_name", 14)),
        ("def f():\n    return [base for base in base]", (LIKELY, "undefined_name", 14)),
        ("def f(base):\n    return lambda: base", None),
        ("def f():\n    return later\nlater = 1", None),
        ("def f():\n    global base\n    base = 1\ndef g():\n    return base", None),
        (
            "class C:\n    size = 1\n    twice = [size for _ in 'ab']",
            (LIKELY, "undefined_name", 15),
        ),
        ("def f():\n    try:\n        return base\n    except NameError:\n        return 1", None),
        ("from fractions import *\ndef f(): return base", None),
        ("print(__name__, __file__)", None),
    ],
)
def test_a_name_that_nothing_gives_a_value_is_told(
    line: str, expected: tuple[Certainty, str, int] | None
) -> None:
    assert concerns(f"{GOOD}\n{line}\n") == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import os\nos.system('ls')", (CERTAIN, "refused_call", 14)),
        ("from subprocess import run as go\ndef f(): go(['ls'])", (LIKELY, "refused_call", 14)),
        ("import socket\ndef f(): socket.socket()", (LIKELY, "refused_call", 14)),
        ("def f(x=open('/etc/passwd')): ...", (CERTAIN, "absent_file", 13)),
        ("def f(): open('/tmp/state')", None),
        ("def f(): open('state', 'wb')", None),
        ("def f(open): open('/etc/passwd')", None),
        ("import os\ntry:\n    os.system('ls')\nexcept OSError:\n    pass", None),
    ],
)
def test_what_a_box_refuses_is_told(line: str, expected: tuple[Certainty, str, int] | None) -> None:
    assert concerns(f"{GOOD}\n{line}\n") == ([expected] if expected else [])


def test_the_calls_said_to_be_refused_are_refused_by_the_filters() -> None:
    assert set(NEEDS.values()) <= refused()


def test_looking_for_a_module_imports_none() -> None:
    import sys

    assert not importable("antigravity.hello")
    assert importable("antigravity")
    assert "antigravity" not in sys.modules


def test_nothing_is_executed(tmp_path: Path) -> None:
    there = tmp_path / "there"
    trap = f"import pathlib\npathlib.Path({str(there)!r}).touch()\n"
    review(
        (
            trap + GOOD + f"\ndef f(x=__import__('pathlib').Path({str(there)!r}).touch()): ..."
        ).encode()
    )
    assert not there.exists()


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_reviewed(code: bytes) -> None:
    assert review(code)
