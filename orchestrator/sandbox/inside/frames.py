"""Stack frames as data: place, source line and, for some, the shape of their locals."""

import linecache
import os
from collections.abc import Iterator, Sequence
from types import FrameType, FunctionType, ModuleType, TracebackType

from .source import FILE_NAME
from .variables import summarize

FRAMES = 32
_OWN_WITH_LOCALS, _LOCALS = 3, 40
_OWN_FILES = os.path.dirname(__file__)  # noqa: PTH120  pathlib would cost an import in every box
_PYTHON = os.path.dirname(os.__file__)  # noqa: PTH120
_PYTHON_NAMED = "lib/" + os.path.basename(_PYTHON)  # noqa: PTH119
_PACKAGES = "/rt/site-packages/"

Described = dict[str, object]
Link = tuple[FrameType, int]
"""A frame and the line it is at."""


def raised_in(trace: TracebackType | None) -> Iterator[Link]:
    """Yield the frames of a traceback, outermost first, without those of this program."""
    trace = candidate_part(trace)
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def running_in(frame: FrameType | None) -> list[Link]:
    """Return the frames of a running stack, outermost first.

    Without those of this program, unless there are no others.
    """
    links: list[Link] = []
    while frame is not None:
        links.append((frame, frame.f_lineno or 0))
        frame = frame.f_back
    links.reverse()
    first = next((i for i, (at, _) in enumerate(links) if not _is_ours(at)), len(links) - 1)
    return links[first:]


def candidate_part(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames of this program that it begins with."""
    while trace is not None and _is_ours(trace.tb_frame):
        trace = trace.tb_next
    return trace


def describe(
    links: Sequence[Link], most: int = FRAMES, own_with_locals: int = _OWN_WITH_LOCALS
) -> list[Described]:
    """Return the innermost frames, with the locals of the very last and the candidate's last ones.

    An error is often raised deep in a library; what led to it is in the candidate's frames.
    """
    links = links[-most:]
    own = [i for i, (frame, _) in enumerate(links) if frame.f_code.co_filename == FILE_NAME]
    with_locals = {len(links) - 1, *own[-own_with_locals:]}
    return [
        {
            "file": short(frame.f_code.co_filename),
            "line": line,
            "function": clean(frame.f_code.co_name, 256),
            "source": clean(linecache.getline(frame.f_code.co_filename, line).strip(), 500),
            "locals": _locals(frame) if i in with_locals else [],
        }
        for i, (frame, line) in enumerate(links)
    ]


def bare(frame: Described) -> Described:
    """Return a described frame without its locals."""
    return {key: value for key, value in frame.items() if key != "locals"}


def short(file: str) -> str:
    """Return a file's name without where this host keeps libraries; still told from candidates'."""
    if file.startswith(_PYTHON):
        file = _PYTHON_NAMED + file.removeprefix(_PYTHON)
    return clean(file.removeprefix(_PACKAGES), 256)


def clean(text: str, limit: int) -> str:
    """Return text cut to ``limit`` characters that any encoder can encode."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith((_OWN_FILES, "<frozen runpy>"))


def _locals(frame: FrameType) -> list[Described]:
    kept: list[Described] = []
    for name, value in dict(frame.f_locals).items():  # a copy: the frame may be running
        if len(kept) == _LOCALS:
            break
        if name.startswith("__") or issubclass(type(value), (ModuleType, FunctionType, type)):
            continue
        kept.append({"name": clean(name, 256), **summarize(value)})
    return kept
