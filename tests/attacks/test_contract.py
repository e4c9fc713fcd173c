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


NO_DECODE = b"def encode(y, u, v, fps, qp): return b'x'\n"
WITH_DECODE = "\ndef decode(bitstream): return bitstream\n"
WITH_ENCODE = "\ndef encode(y, u, v, fps, qp): return b'x'\n"


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("", "no_function", "no function encode(y, u, v, fps, qp)"),
        ("encode = 3", "no_function", "encode is int, want a function"),
        (NO_DECODE.decode(), "no_function", "no function decode(bitstream)"),
        (
            "def encode(y, u): pass" + WITH_DECODE,
            "wrong_arity",
            "encode(y, u) cannot be called as encode(y, u, v, fps, qp)",
        ),
        *(
            (f"def encode(y, u, v, fps, qp): return {value}" + WITH_DECODE, code, message)
            for value, code, message in (
                ("{}", "wrong_return_type", "encode() returned dict, want bytes"),
                ("None", "wrong_return_type", "encode() returned NoneType, want bytes"),
                ("'text'", "wrong_return_type", "encode() returned str, want bytes"),
                ("b''", "empty_bitstream", "encode() returned 0 bytes"),
            )
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


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("None", "wrong_return_type", "decode() returned NoneType, want a tuple (y, u, v)"),
        ("(1, 2)", "wrong_return_type", "decode() returned 2 items, want 3: (y, u, v)"),
        ("([], [], [])", "wrong_return_type", "decode() returned y as list, want numpy.ndarray"),
        (
            "tuple(np.zeros((3, 18, 34)) for _ in range(3))",
            "wrong_dtype",
            "decode() returned y of dtype float64, want uint8",
        ),
        (
            "tuple(np.zeros((3, 18, 34), np.uint8) for _ in range(3))",
            "wrong_shape",
            "decode() returned u of shape (3, 18, 34), want (3, 9, 17)",
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


def test_source_beyond_the_limit_is_never_run(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, b"#" * 10_000_000)
    assert result.failed_stage is Stage.VALIDATE
    assert [finding.code for finding in result.findings] == ["oversized_source"]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"```python\ndef encode(): pass\n```", "SyntaxError"),
        (b"\x00\x01\x02\xff", "SyntaxError"),
        (b"import torchvision", "ModuleNotFoundError"),
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


CRASH = b"""
import numpy as np


def transform(block, step):
    quantized = block / step
    try:
        return quantized.reshape(8, 8)
    except ValueError as error:
        raise RuntimeError("cannot transform") from error


def encode(y, u, v, fps, qp):
    block = np.array([1.0, np.nan, np.inf, -2.0])
    names = ["secret-content"]
    return transform(block, 0.5)


def decode(bitstream):
    return bitstream
"""


def test_a_crash_carries_its_chain_frames_and_locals(sandbox: BubblewrapSandbox) -> None:
    result = encode(sandbox, CRASH)
    assert result.failed_stage is Stage.ENCODE
    assert result.error_message == "RuntimeError: cannot transform"
    root, last = result.exceptions
    assert (root.type, root.relation) == ("ValueError", "cause")
    assert (last.type, last.relation) == ("RuntimeError", None)
    caller, raising = last.frames
    assert (caller.file, caller.function, caller.line) == ("candidate.py", "encode", 16)
    assert caller.source == "return transform(block, 0.5)"
    assert raising.source == 'raise RuntimeError("cannot transform") from error'
    found = {local.name: local for local in raising.locals}
    block, step = found["block"], found["step"]
    assert (block.shape, block.dtype) == ((4,), "float64")
    assert (block.min, block.max, block.nan_count) == (-2.0, None, 1)  # infinity is no number
    assert (step.type, step.value) == ("float", "0.5")
    assert {local.name: local.length for local in caller.locals}["names"] == 1
    assert "secret-content" not in str(result.exceptions)
