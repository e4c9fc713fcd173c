"""The candidate's contract: two functions, what they get, what they must return."""

import inspect
import linecache
import mmap
import os
import sys
from types import ModuleType
from typing import Literal, TypedDict

import numpy as np
import numpy.typing as npt

FILE_NAME = "candidate.py"
_SIGNATURES = {"encode": ("y", "u", "v", "fps", "qp"), "decode": ("bitstream",)}

Plane = npt.NDArray[np.uint8]


class Job(TypedDict):
    """One step: which function to call, and the video's dimensions."""

    step: Literal["encode", "decode"]
    frames: int
    height: int
    width: int
    fps: float
    qp: int
    bitstream_bytes: int


class ContractError(Exception):
    """The candidate is not what was agreed on; ``code`` says in which way."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def load(source: bytes) -> ModuleType:
    """Execute the candidate's source as a module, with its lines known to tracebacks."""
    lines = source.decode("utf-8", "replace").splitlines(keepends=True)
    linecache.cache[FILE_NAME] = (len(source), None, lines, FILE_NAME)
    module = ModuleType("candidate")
    module.__file__ = FILE_NAME
    sys.modules["candidate"] = module
    if b"\0" in source:  # a ValueError until Python 3.11.4
        raise SyntaxError("source code cannot contain null bytes")
    exec(compile(source, FILE_NAME, "exec"), module.__dict__)  # noqa: S102  what boxes are for
    for name, wanted in _SIGNATURES.items():
        _check_function(module, name, wanted)
    return module


def _check_function(module: ModuleType, name: str, wanted: tuple[str, ...]) -> None:
    function = getattr(module, name, None)
    if function is None:
        raise ContractError("no_function", f"no function {name}({', '.join(wanted)})")
    if not callable(function):
        raise ContractError("no_function", f"{name} is {_name(function)}, want a function")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # written in C: the call itself will tell
    try:
        signature.bind(*wanted)
    except TypeError:
        message = f"{name}{signature} cannot be called as {name}({', '.join(wanted)})"
        raise ContractError("wrong_arity", message) from None


def run(candidate: ModuleType, job: Job, source: int, output: int) -> None:
    """Call the step's function on what ``source`` holds and put its result into ``output``."""
    if job["step"] == "encode":
        y, u, v = _planes(_private_copy(source), job)
        _put_bitstream(candidate.encode(y, u, v, job["fps"], job["qp"]), job, output)
    else:
        bitstream = os.pread(source, os.fstat(source).st_size, 0)
        os.close(source)
        _put_planes(candidate.decode(bitstream), job, output)


def _private_copy(fd: int) -> mmap.mmap:
    """Map a sealed file so that changes stay in this process."""
    mapped = mmap.mmap(fd, 0, access=mmap.ACCESS_COPY)
    os.close(fd)
    return mapped


def _planes(buffer: mmap.mmap, job: Job) -> tuple[Plane, Plane, Plane]:
    """Return writable views of the planes of I420 video: Y (T, H, W), U and V (T, H/2, W/2)."""
    frames, height, width = job["frames"], job["height"], job["width"]
    luma, chroma = (frames, height, width), (frames, height // 2, width // 2)
    samples = np.frombuffer(buffer, dtype=np.uint8)
    end_y = frames * height * width
    end_u = end_y + end_y // 4
    y, u, v = samples[:end_y], samples[end_y:end_u], samples[end_u : end_u + end_y // 4]
    return y.reshape(luma), u.reshape(chroma), v.reshape(chroma)


def _put_bitstream(result: object, job: Job, fd: int) -> None:
    if not isinstance(result, bytes):
        raise ContractError("wrong_return_type", f"encode() returned {_name(result)}, want bytes")
    if not result:
        raise ContractError("empty_bitstream", "encode() returned 0 bytes")
    if len(result) > job["bitstream_bytes"]:
        limit = job["bitstream_bytes"]
        message = f"encode() returned {len(result)} bytes, the limit is {limit}"
        raise ContractError("oversized_bitstream", message)
    view = memoryview(result)
    while view:
        view = view[os.write(fd, view) :]


def _put_planes(result: object, job: Job, fd: int) -> None:
    if not isinstance(result, tuple | list):
        message = f"decode() returned {_name(result)}, want a tuple (y, u, v)"
        raise ContractError("wrong_return_type", message)
    if len(result) != 3:
        message = f"decode() returned {len(result)} items, want 3: (y, u, v)"
        raise ContractError("wrong_return_type", message)
    wanted = _planes(mmap.mmap(fd, 0), job)
    for name, got, place in zip("yuv", result, wanted, strict=True):
        _check_plane(name, got, place)
    for got, place in zip(result, wanted, strict=True):
        place[...] = got


def _check_plane(name: str, got: object, wanted: Plane) -> None:
    if not isinstance(got, np.ndarray):
        message = f"decode() returned {name} as {_name(got)}, want numpy.ndarray"
        raise ContractError("wrong_return_type", message)
    if got.dtype != np.uint8:
        message = f"decode() returned {name} of dtype {got.dtype}, want uint8"
        raise ContractError("wrong_dtype", message)
    if got.shape != wanted.shape:
        message = f"decode() returned {name} of shape {got.shape}, want {wanted.shape}"
        raise ContractError("wrong_shape", message)


def _name(value: object) -> str:
    return type(value).__name__
