"""A crash as data: the exceptions that led to it, each with its frames."""

import os
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

from .frames import Described, bare, candidate_part, clean, describe, raised_in, short

_EXCEPTIONS = 16
_PRINTED = 100_000


@dataclass(frozen=True, slots=True)
class Crash:
    """One crash: its last line, and the exceptions behind it, root cause first."""

    message: str
    exceptions: list[Described]

    def by_detail(self) -> Iterator[list[Described]]:
        """Yield the exceptions, each time smaller: whole, without locals, only the last one."""
        yield self.exceptions
        without = [{**e, "frames": [bare(f) for f in _frames_of(e)]} for e in self.exceptions]
        yield without
        yield [{**without[-1], "frames": _frames_of(without[-1])[-1:]}]


def describe_crash(exception: BaseException) -> Crash:
    """Return the evidence of ``exception``: bounded, and free of the contents of variables."""
    try:
        described = [_describe(*link) for link in reversed(list(_family(exception)))]
        return Crash(_headline(exception)[:8_000], described)
    except BaseException:  # noqa: BLE001  an exception of the candidate's own may fight being read
        name = "(an exception that cannot be shown)"
        return Crash(name, [{"type": name, "message": "", "relation": None, "frames": []}])


def print_crash(exception: BaseException) -> None:
    """Write the usual traceback to the log, without the frames of this program."""
    exception.__traceback__ = candidate_part(exception.__traceback__)
    text = "".join(traceback.format_exception(exception))
    if len(text) > _PRINTED:
        text = f"{text[: _PRINTED // 2]}\n[cut]\n{text[-_PRINTED // 2 :]}"
    os.write(2, text.encode("utf-8", "backslashreplace"))


def _family(exception: BaseException) -> Iterator[tuple[BaseException, str | None]]:
    """Yield exceptions from the last to the first, each with how it led to one before.

    A group was led to by its members, and each of them by its own cause.
    """
    seen: set[int] = set()
    waiting: list[tuple[BaseException, str | None]] = [(exception, None)]
    while waiting and len(seen) < _EXCEPTIONS:
        link, relation = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link, relation
        if link.__cause__ is not None:
            waiting.append((link.__cause__, "cause"))
        elif link.__context__ is not None and not link.__suppress_context__:
            waiting.append((link.__context__, "context"))
        if isinstance(link, BaseExceptionGroup):
            waiting += [(member, "cause") for member in link.exceptions[:_EXCEPTIONS]]


def _describe(exception: BaseException, relation: str | None) -> Described:
    frames = describe(list(raised_in(exception.__traceback__)))
    if isinstance(exception, SyntaxError) and exception.filename is not None:
        frames.append(_place_of_syntax_error(exception))
    return {
        "type": clean(_name(type(exception)), 256),
        "message": _message(exception)[:2_000],
        "relation": relation,
        "frames": frames,
    }


def _place_of_syntax_error(error: SyntaxError) -> Described:
    return {
        "file": short(error.filename or ""),
        "line": error.lineno or 0,
        "function": "<module>",
        "source": clean((error.text or "").strip(), 500),
    }


def _headline(exception: BaseException) -> str:
    name, message = _name(type(exception)), _message(exception)
    return clean(f"{name}: {message}" if message else name, 8_000)


def _name(kind: type[BaseException]) -> str:
    """Return a class as a traceback shows it: with its module, unless everyone knows it."""
    if kind.__module__ in ("builtins", "__main__", "candidate"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def _message(exception: BaseException) -> str:
    """Return what an exception says, with the notes that were added to it."""
    notes = getattr(exception, "__notes__", ())
    try:
        said = [str(exception), *map(str, notes[:8] if isinstance(notes, list) else ())]
        return clean("\n".join(filter(None, said)), 8_000)
    except Exception:  # noqa: BLE001  the candidate's own __str__ may do anything
        return "(its message cannot be shown)"


def _frames_of(exception: Described) -> list[Described]:
    frames = exception["frames"]
    return frames if isinstance(frames, list) else []
