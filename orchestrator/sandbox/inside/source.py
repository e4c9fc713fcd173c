"""The candidate's source, made a module with the two functions of the contract."""

import inspect
import io
import linecache
import os
import sys
from types import ModuleType

FILE_NAME = "candidate.py"
SIGNATURES = {"encode": ("y", "u", "v", "fps", "qp"), "decode": ("bitstream",)}
"""The functions of the contract, and what each is called with, in order."""
_LONGEST_MESSAGE = 1_000


class ContractError(Exception):
    """The candidate is not what was agreed on; ``code`` says in which way.

    The message is kept short: the candidate's own names and defaults are part of some.
    """

    def __init__(self, code: str, message: str) -> None:
        text = message[:_LONGEST_MESSAGE].encode("utf-8", "replace").decode("utf-8")
        super().__init__(text)
        self.code = code


def load(source: bytes) -> ModuleType:
    """Execute the candidate's source as a module, with its lines known to tracebacks.

    Raises
    ------
    ContractError
        If a function is missing, or cannot be called as the contract says.
    SyntaxError
        If the source is no Python, or no text.
    """
    text = text_of(source)
    linecache.cache[FILE_NAME] = (len(text), None, io.StringIO(text, None).readlines(), FILE_NAME)
    module = ModuleType("candidate")
    module.__file__ = FILE_NAME
    sys.modules["candidate"] = module
    exec(compile(text, FILE_NAME, "exec"), module.__dict__)  # noqa: S102  what boxes are for
    for name in SIGNATURES:
        _check_function(module, name, is_empty=not text.strip())
    return module


def text_of(source: bytes) -> str:
    """Return the source, which is UTF-8 whatever its first line may say.

    Raises
    ------
    SyntaxError
        With the place of the first byte that makes it no text.
    """
    if b"\0" in source:
        raise _no_text("source code cannot contain null bytes", source, source.index(b"\0"))
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_text(f"source code is not UTF-8: {error.reason}", source, error.start) from None


def _no_text(reason: str, source: bytes, offset: int) -> SyntaxError:
    """Return an error that names the place of one byte."""
    before = source[:offset]
    start = before.rfind(b"\n") + 1
    line = source[start:].partition(b"\n")[0].decode("utf-8", "backslashreplace")
    place = (FILE_NAME, before.count(b"\n") + 1, offset - start + 1, line)
    return SyntaxError(f"{reason} (byte 0x{source[offset]:02x} at offset {offset})", place)


def _check_function(module: ModuleType, name: str, *, is_empty: bool) -> None:
    function = getattr(module, name, None)
    if function is None:
        where = ": candidate.py is empty" if is_empty else ""
        _say_what_there_is(module)
        raise ContractError("no_function", f"no function {call_of(name)}{where}")
    if isinstance(function, type) or not callable(function):
        what = "a class" if isinstance(function, type) else type(function).__name__
        raise ContractError("no_function", f"{name} is {what}, want a function {call_of(name)}")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # written in C: the call itself will tell
    check_signature(name, signature)


def check_signature(name: str, signature: inspect.Signature) -> None:
    """Raise ContractError unless a function with this signature can be called as agreed on."""
    try:
        signature.bind(*SIGNATURES[name])
    except TypeError:
        message = f"{name}{signature} cannot be called as {call_of(name)}"
        raise ContractError("wrong_arity", message) from None


def call_of(name: str) -> str:
    """Return how a function of the contract is called."""
    return f"{name}({', '.join(SIGNATURES[name])})"


def _say_what_there_is(module: ModuleType) -> None:
    """Write the functions there are into the log; one may be the missing one, under its old name.

    Not into the error: the same breach should read the same.
    """
    names = [name for name, value in module.__dict__.items() if inspect.isroutine(value)][:20]
    if names:
        line = f"candidate.py defines {', '.join(names)}"[:_LONGEST_MESSAGE]
        os.write(2, line.encode("utf-8", "replace") + b"\n")
