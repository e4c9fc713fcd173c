"""A crash as data: the chain of exceptions, their frames, and the shape of their locals."""

import linecache
import os
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType, FunctionType, ModuleType, TracebackType

from .variables import summarize

_CHAIN, _FRAMES, _FRAMES_WITH_LOCALS, _LOCALS = 8, 32, 3, 40
_PRINTED = 100_000
_OWN_FILES = os.path.dirname(__file__)  # noqa: PTH120  pathlib would cost an import in every box
_LIBRARIES = ("/rt/site-packages/", os.path.dirname(os.__file__) + "/")  # noqa: PTH120

Described = dict[str, object]


@dataclass(frozen=True, slots=True)
class Crash:
    """One crash: its last line, and the exceptions behind it, root cause first."""

    message: str
    exceptions: list[Described]

    def by_detail(self) -> Iterator[list[Described]]:
        """Yield the exceptions, each time smaller: whole, without locals, only the last one."""
        yield self.exceptions
        bare = [{**e, "frames": [_bare(f) for f in _frames_of(e)]} for e in self.exceptions]
        yield bare
        yield [{**bare[-1], "frames": _frames_of(bare[-1])[-1:]}]


def describe_crash(exception: BaseException) -> Crash:
    """Return the evidence of ``exception``: bounded, and free of the contents of variables."""
    chain = list(_chain(exception))
    described = [_describe(link, relation) for link, relation in reversed(chain)]
    return Crash(_headline(exception)[:8_000], described)


def print_crash(exception: BaseException) -> None:
    """Write the usual traceback to the log, without the frames of this program."""
    exception.__traceback__ = _candidate_part(exception.__traceback__)
    text = "".join(traceback.format_exception(exception))
    if len(text) > _PRINTED:
        text = f"{text[: _PRINTED // 2]}\n[cut]\n{text[-_PRINTED // 2 :]}"
    os.write(2, text.encode("utf-8", "backslashreplace"))


def _chain(exception: BaseException) -> Iterator[tuple[BaseException, str | None]]:
    """Yield exceptions from the last to the first, each with how it led to the one before."""
    seen: set[int] = set()
    link: BaseException | None = exception
    relation: str | None = None
    while link is not None and id(link) not in seen and len(seen) < _CHAIN:
        seen.add(id(link))
        yield link, relation
        if link.__cause__ is not None:
            link, relation = link.__cause__, "cause"
        else:
            link, relation = (None if link.__suppress_context__ else link.__context__), "context"


def _describe(exception: BaseException, relation: str | None) -> Described:
    frames = list(_frames(exception.__traceback__))
    if isinstance(exception, SyntaxError) and exception.filename is not None:
        frames.append(_place_of_syntax_error(exception))
    return {
        "type": clean(_name(type(exception)), 256),
        "message": _message(exception)[:2_000],
        "relation": relation,
        "frames": frames[-_FRAMES:],
    }


def _frames(start: TracebackType | None) -> Iterator[Described]:
    links = []
    link = _candidate_part(start)
    while link is not None:
        links.append((link.tb_frame, link.tb_lineno))
        link = link.tb_next
    links = links[-_FRAMES:]
    for depth, (frame, line) in enumerate(links, start=1 - len(links)):
        code = frame.f_code
        yield {
            "file": _short(code.co_filename),
            "line": line,
            "function": clean(code.co_name, 256),
            "source": clean(linecache.getline(code.co_filename, line).strip(), 500),
            "locals": _locals(frame) if depth > -_FRAMES_WITH_LOCALS else [],
        }


def _locals(frame: FrameType) -> list[Described]:
    kept: list[Described] = []
    for name, value in frame.f_locals.items():
        if len(kept) == _LOCALS:
            break
        if name.startswith("__") or issubclass(type(value), (ModuleType, FunctionType, type)):
            continue
        kept.append({"name": clean(name, 256), **summarize(value)})
    return kept


def _place_of_syntax_error(error: SyntaxError) -> Described:
    return {
        "file": _short(error.filename or ""),
        "line": error.lineno or 0,
        "function": "<module>",
        "source": clean((error.text or "").strip(), 500),
    }


def _candidate_part(link: TracebackType | None) -> TracebackType | None:
    while link is not None and link.tb_frame.f_code.co_filename.startswith(_OWN_FILES):
        link = link.tb_next
    return link


def _headline(exception: BaseException) -> str:
    name, message = _name(type(exception)), _message(exception)
    return clean(f"{name}: {message}" if message else name, 8_000)


def _name(kind: type[BaseException]) -> str:
    """Return a class as a traceback shows it: with its module, unless everyone knows it."""
    if kind.__module__ in ("builtins", "__main__", "candidate"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def _message(exception: BaseException) -> str:
    try:
        return clean(str(exception), 8_000)
    except Exception:  # noqa: BLE001  the candidate's own __str__ may do anything
        return "(its message cannot be shown)"


def _short(file: str) -> str:
    for prefix in _LIBRARIES:
        file = file.removeprefix(prefix)
    return clean(file, 256)


def _frames_of(exception: Described) -> list[Described]:
    frames = exception["frames"]
    return frames if isinstance(frames, list) else []


def _bare(frame: Described) -> Described:
    return {key: value for key, value in frame.items() if key != "locals"}


def clean(text: str, limit: int) -> str:
    """Return text cut to ``limit`` characters that any encoder can encode."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")
