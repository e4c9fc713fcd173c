"""What an honest candidate gets, and what a careless one hears, through real boxes."""

import numpy as np
import pytest

from errata.taxonomy import Stage
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits, StepResult, Video

LIMITS = Limits(wall_s=30, cpu_s=30)
FRAMES, HEIGHT, WIDTH = 3, 18, 34
SIZE = FRAMES * HEIGHT * WIDTH
NOISE = np.random.default_rng(7).integers(0, 256, SIZE * 3 // 2, dtype=np.uint8).tobytes()
VIDEO = Video(planes=NOISE, frames=FRAMES, height=HEIGHT, width=WIDTH, fps=29.97)

HONEST = b"""
import struct
import zlib

import numpy as np


def encode(y, u, v, fps, qp):
    assert (fps, qp) == (29.97, 32)
    assert y.dtype == u.dtype == v.dtype == np.uint8
    y ^= 255  # the arrays are the candidate's own
    header = struct.pack("<3H", *y.shape)
    return header + zlib.compress(y.tobytes() + u.tobytes() + v.tobytes())


def decode(bitstream):
    t, h, w = struct.unpack("<3H", bitstream[:6])
    samples = np.frombuffer(zlib.decompress(bitstream[6:]), np.uint8)
    y, u, v = np.split(samples, [t * h * w, t * h * w * 5 // 4])
    y = np.asfortranarray(255 - y.reshape(t, h, w))  # any memory layout will do
    return y, u.reshape(t, h // 2, w // 2), v.reshape(t, h // 2, w // 2)[::1]
"""


def encode(sandbox: BubblewrapSandbox, source: bytes, limits: Limits = LIMITS) -> StepResult:
    return sandbox.encode(source, VIDEO, 32, limits)


def decode(sandbox: BubblewrapSandbox, source: bytes, bitstream: bytes = b"bits") -> StepResult:
    return sandbox.decode(
        source, bitstream, frames=FRAMES, height=HEIGHT, width=WIDTH, limits=LIMITS
    )


def test_an_honest_candidate_gets_its_video_back(sandbox: BubblewrapSandbox) -> None:
    encoded = encode(sandbox, HONEST)
    assert encoded.failed_stage is None, encoded.error_message
    decoded = decode(sandbox, HONEST, encoded.output)
    assert decoded.failed_stage is None, decoded.error_message
    assert decoded.output == NOISE
    assert decoded.exit.code == 0
    assert decoded.exit.cpu_s is not None
    assert decoded.exit.peak_memory_bytes is not None


@pytest.mark.parametrize(
    "source",
    [b"\xef\xbb\xbf" + HONEST, HONEST.replace(b"\n", b"\r\n")],
    ids=["byte order mark", "carriage returns"],
)
def test_marks_that_editors_leave_do_no_harm(sandbox: BubblewrapSandbox, source: bytes) -> None:
    assert encode(sandbox, source).failed_stage is None


NO_DECODE = b"def encode(y, u, v, fps, qp): return b'x'\n"
WITH_DECODE = "\ndef decode(bitstream): return bitstream\n"
WITH_ENCODE = "\ndef encode(y, u, v, fps, qp): return b'x'\n"
TOO_LONG = f"encode() returned {65 << 20} bytes, the limit is {64 << 20}"
OVERSIZED = ("oversized_bitstream", TOO_LONG)
NOTHING, NO_ITEMS = (
    "encode() returned 0 bytes",
    "decode() returned 0 items, want 3: (y, u, v)",
)
ENCODE, RETURNED = "encode(y, u, v, fps, qp)", "wrong_return_type"


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("", "no_function", f"no function {ENCODE}: candidate.py is empty"),
        (" \r\n\t\n", "no_function", f"no function {ENCODE}: candidate.py is empty"),
        ("def compress(): pass", "no_function", f"no function {ENCODE}"),
        ("encode = 3", "no_function", f"encode is int, want a function {ENCODE}"),
        ("class encode: pass", "no_function", f"encode is a class, want a function {ENCODE}"),
        (NO_DECODE.decode(), "no_function", "no function decode(bitstream)"),
        *(
            (
                f"def encode{signature}: pass" + WITH_DECODE,
                "wrong_arity",
                f"encode{signature} cannot be called as {ENCODE}",
            )
            for signature in (
                "(y, u)",
                "(y, u, v, fps, qp, preset)",
                "(y, u, v, *, fps, qp)",
                "(frames, **options)",
                "()",
            )
        ),
        (
            "def encode(*args): pass\ndef decode(): pass",
            "wrong_arity",
            "decode() cannot be called as decode(bitstream)",
        ),
        *(
            (f"def encode(y, u, v, fps, qp): return {value}" + WITH_DECODE, code, message)
            for value, code, message in (
                ("{}", RETURNED, "encode() returned dict, want bytes"),
                ("None", RETURNED, "encode() returned NoneType, want bytes"),
                ("'text'", RETURNED, "encode() returned str, want bytes"),
                ("[1, 2]", RETURNED, "encode() returned list, want bytes"),
                ("10 ** 9_000", RETURNED, "encode() returned int, want bytes"),
                ("y", RETURNED, "encode() returned ndarray, want bytes"),
                ("bytearray(9)", RETURNED, "encode() returned bytearray, want bytes"),
                ("(yield)", RETURNED, "encode() returned generator, want bytes"),
                ("b''", "empty_bitstream", "encode() returned 0 bytes"),
                ("bytes(65 << 20)", *OVERSIZED),
                ("type('B', (bytes,), {'__len__': lambda _: 9})()", "empty_bitstream", NOTHING),
                ("type('B', (bytes,), {'__len__': lambda _: 9})(65 << 20)", *OVERSIZED),
            )
        ),
        (
            "async def encode(y, u, v, fps, qp): return b'x'" + WITH_DECODE,
            RETURNED,
            "encode() returned coroutine, want bytes",
        ),
    ],
)
def test_encode_names_the_breach(
    sandbox: BubblewrapSandbox, source: str, code: str, message: str
) -> None:
    result = encode(sandbox, source.encode())
    assert result.failed_stage is Stage.VALIDATE
    assert [(f.code, f.message) for f in result.findings] == [(code, message)]
    assert result.error_message == message
    assert message.encode() in result.log


def test_the_log_names_the_functions_there_are(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, b"def compress(frames): pass\ndef expand(data): pass\n")
    assert b"candidate.py defines compress, expand\n" in result.log


def planes(expression: str, *, chroma: str = "np.zeros((3, 9, 17), np.uint8)") -> str:
    return f"({expression}, {chroma}, {chroma})"


LUMA = "np.zeros((3, 18, 34), np.uint8)"


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("None", RETURNED, "decode() returned NoneType, want a tuple (y, u, v)"),
        ("'text'", RETURNED, "decode() returned str, want a tuple (y, u, v)"),
        (LUMA, RETURNED, "decode() returned ndarray, want a tuple (y, u, v)"),
        ("10 ** 9_000", RETURNED, "decode() returned int, want a tuple (y, u, v)"),
        ("(yield)", RETURNED, "decode() returned generator, want a tuple (y, u, v)"),
        ("(1, 2)", RETURNED, "decode() returned 2 items, want 3: (y, u, v)"),
        (f"[{LUMA}] * 4", RETURNED, "decode() returned 4 items, want 3: (y, u, v)"),
        ("type('T', (tuple,), {'__len__': lambda _: 3})()", RETURNED, NO_ITEMS),
        ("([], [], [])", RETURNED, "decode() returned y as list, want numpy.ndarray"),
        ("(10 ** 9_000, 1, 2)", RETURNED, "decode() returned y as int, want numpy.ndarray"),
        (
            planes("type('A', (), {'__array__': lambda *_: 1 / 0, 'shape': (3, 18, 34)})()"),
            RETURNED,
            "decode() returned y as A, want numpy.ndarray",
        ),
        *(
            (planes(f"np.zeros((3, 18, 34), {dtype})"), "wrong_dtype", message)
            for dtype, message in (
                ("float", "decode() returned y of dtype float64, want uint8"),
                ("np.int64", "decode() returned y of dtype int64, want uint8"),
                ("np.int8", "decode() returned y of dtype int8, want uint8"),
                ("bool", "decode() returned y of dtype bool, want uint8"),
                ("object", "decode() returned y of dtype object, want uint8"),
            )
        ),
        (
            planes("np.full((3, 18, 34), np.nan)"),
            "wrong_dtype",
            "decode() returned y of dtype float64, want uint8",
        ),
        (
            planes(LUMA, chroma=LUMA),
            "wrong_shape",
            "decode() returned u of shape (3, 18, 34), want (3, 9, 17)",
        ),
        *(
            (
                planes(f"np.zeros({shape}, np.uint8)"),
                "wrong_shape",
                f"decode() returned y of shape {shape}, want (3, 18, 34)",
            )
            for shape in ("(3, 34, 18)", "(2, 18, 34)", "(3, 24, 40)", "(1836,)", "()", "(0,)")
        ),
        (
            planes("type('A', (np.ndarray,), {'shape': (3, 18, 34)})((1, 1), np.uint8)"),
            "wrong_shape",
            "decode() returned y of shape (1, 1), want (3, 18, 34)",
        ),
    ],
)
def test_decode_names_the_breach(
    sandbox: BubblewrapSandbox, value: str, code: str, message: str
) -> None:
    source = f"import numpy as np\ndef decode(bitstream): return {value}\n{WITH_ENCODE}"
    result = decode(sandbox, source.encode())
    assert result.failed_stage is Stage.VALIDATE
    assert [(f.code, f.message) for f in result.findings] == [(code, message)]
    assert result.output == b""


@pytest.mark.parametrize(
    "arrange",
    [
        "np.asfortranarray(plane)",
        "plane[::-1][::-1]",
        "np.flip(np.flip(plane).copy())",
        "np.pad(plane, 2)[2:-2, 2:-2, 2:-2]",
        "np.frombuffer(plane.tobytes(), np.uint8).reshape(plane.shape)",
        "plane.view(type('Sub', (np.ndarray,), {'__array_finalize__': lambda *_: None}))",
        "np.ma.masked_array(plane)",
    ],
)
def test_any_memory_layout_of_the_right_values_is_accepted(
    sandbox: BubblewrapSandbox, arrange: str
) -> None:
    source = f"""
import collections
import numpy as np
Frames = collections.namedtuple("Frames", "y u v")
def decode(bitstream):
    samples = np.frombuffer(bitstream, np.uint8)
    y, u, v = np.split(samples, [{SIZE}, {SIZE * 5 // 4}])
    shapes = ({FRAMES}, {HEIGHT}, {WIDTH}), *2 * [({FRAMES}, {HEIGHT // 2}, {WIDTH // 2})]
    planes = [p.reshape(shape).copy() for p, shape in zip((y, u, v), shapes)]
    return Frames(*[{arrange} for plane in planes])
{WITH_ENCODE}"""
    result = decode(sandbox, source.encode(), NOISE)
    assert result.failed_stage is None, result.error_message
    assert result.output == NOISE


def test_source_beyond_the_limit_is_never_run(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, b"#" * 10_000_000)
    assert result.failed_stage is Stage.VALIDATE
    assert [finding.code for finding in result.findings] == ["oversized_source"]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"```python\ndef encode(): pass\n```", "SyntaxError"),
        (b"\x00\x01\x02\xff", "SyntaxError"),
        (b"\x7fELF\x02\x01\x01\x03" * 999, "SyntaxError"),
        (HONEST + b"# caf\xe9\n", "SyntaxError"),
        (HONEST[: HONEST.rindex(b"(") + 1], "SyntaxError"),
        (b"import torchvision", "ModuleNotFoundError"),
        (b"from numpy import nothing_of_the_kind", "ImportError"),
        (b"import numpy as np\nx = np.float(3)", "AttributeError"),
    ],
)
def test_what_does_not_load_fails_to_validate(
    sandbox: BubblewrapSandbox, source: bytes, error: str
) -> None:
    result = encode(sandbox, source)
    assert result.failed_stage is Stage.VALIDATE
    assert result.exceptions[-1].type == error
    assert result.error_message.startswith(error)
    assert error.encode() in result.log
