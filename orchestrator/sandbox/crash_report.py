"""The report of a box as validated data: hostile until it fits, and then still only a claim."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from errata.events import Finding, Frame, RaisedException
from errata.model import Contract, Line, Text

ContractCode = Literal[
    "no_function",
    "wrong_arity",
    "wrong_return_type",
    "wrong_shape",
    "wrong_dtype",
    "empty_bitstream",
    "oversized_bitstream",
]


class _Breach(Contract):
    code: ContractCode
    message: Line


_Stack = Annotated[tuple[Frame, ...], Field(max_length=64)]


class CrashReport(Contract):
    """How far the candidate came, and what it died of, in the words of its own box."""

    phase: Literal["load", "run", "done"] = "load"
    error_message: Text = ""
    exceptions: Annotated[tuple[RaisedException, ...], Field(max_length=16)] = ()
    findings: Annotated[tuple[_Breach, ...], Field(max_length=1)] = ()
    threads: Annotated[tuple[_Stack, ...], Field(max_length=16)] = ()
    """The stack of every thread when time ran out, the main one's last."""
    cpu_s: Annotated[float, Field(ge=0, le=1e6)] | None = None
    peak_memory_bytes: Annotated[int, Field(ge=0, le=1 << 50)] | None = None

    @property
    def breach(self) -> Finding | None:
        """The breach of contract, if that was the end."""
        return next(
            (Finding(code=f.code, message=f.message, values={}) for f in self.findings), None
        )


def parse_report(data: bytes) -> tuple[CrashReport, str]:
    """Return what a box left in its report file: the document, and the fault handler's text.

    The document ends at the first zero byte, and zero bytes are between it and the text. Where it
    is not valid, an empty one is returned.
    """
    document, _, rest = data.partition(b"\0")
    text = rest.strip(b"\0").decode("utf-8", "backslashreplace")
    try:
        return CrashReport.model_validate_json(document), text
    except ValidationError:
        return CrashReport(), text
