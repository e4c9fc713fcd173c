"""The candidate's contract: what its two functions get, and what they must return.

Values count, not how they lie in memory: a plane may be in Fortran order, have negative strides,
be read-only or of a subclass of ``numpy.ndarray``, and a tuple may be a named one. Type, dtype and
shape must be exact: nothing is converted, since a wrong one is usually a mistake. Objects are
asked through the base class's own methods, as what a subclass says of itself may be a lie.
"""

import mmap
import os
from types import ModuleType
from typing import Literal, TypedDict

import numpy as np
import numpy.typing as npt

from .source import ContractError

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
    view = memoryview(result)
    if not view.nbytes:
        raise ContractError("empty_bitstream", "encode() returned 0 bytes")
    if view.nbytes > job["bitstream_bytes"]:
        message = f"encode() returned {view.nbytes} bytes, the limit is {job['bitstream_bytes']}"
        raise ContractError("oversized_bitstream", message)
    while view:
        view = view[os.write(fd, view) :]


def _put_planes(result: object, job: Job, fd: int) -> None:
    planes = _items(result)
    wanted = _planes(mmap.mmap(fd, 0), job)
    for name, got, place in zip("yuv", planes, wanted, strict=True):
        place[...] = _plane(name, got, place)


def _items(result: object) -> list[object]:
    """Return the three items of a tuple or list."""
    if isinstance(result, tuple):
        items = list(tuple.__iter__(result))
    elif isinstance(result, list):
        items = list(list.__iter__(result))
    else:
        message = f"decode() returned {_name(result)}, want a tuple (y, u, v)"
        raise ContractError("wrong_return_type", message)
    if len(items) != 3:
        message = f"decode() returned {len(items)} items, want 3: (y, u, v)"
        raise ContractError("wrong_return_type", message)
    return items


def _plane(name: str, got: object, wanted: Plane) -> Plane:
    if not isinstance(got, np.ndarray):
        message = f"decode() returned {name} as {_name(got)}, want numpy.ndarray"
        raise ContractError("wrong_return_type", message)
    plain: Plane = np.ndarray.view(got, np.ndarray)
    if plain.dtype != np.uint8:
        message = f"decode() returned {name} of dtype {plain.dtype}, want uint8"
        raise ContractError("wrong_dtype", message)
    if plain.shape != wanted.shape:
        message = f"decode() returned {name} of shape {plain.shape}, want {wanted.shape}"
        raise ContractError("wrong_shape", message)
    return plain


def _name(value: object) -> str:
    return type(value).__name__
