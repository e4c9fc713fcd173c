"""Nothing secret leaves the process: what is stored, sent or shown goes through here first."""

from errata.events import (
    LOG_TAIL_LIMIT,
    FailureEvent,
    Finding,
    Frame,
    LocalSummary,
    RaisedException,
)
from errata.redaction.passages import passages
from errata.redaction.redactor import Redactor
from errata.redaction.version import source_version
from errata.text import shorten

__all__ = ["VERSION", "Redactor", "passages", "redact", "redact_event"]

VERSION = source_version()
"""Changes whenever the same text may be redacted differently: nobody can forget to count it up."""

_NAME, _LINE, _TEXT = 256, 2_000, 8_192


def redact(text: str) -> str:
    """Return ``text`` without secrets and without what a terminal would act upon.

    Keys, tokens, passwords, private keys, cookies, e-mail and network addresses and the user names
    in home folders become placeholders such as ``<token-1>``, the same for the same secret.
    Shapes, hashes, ids and versions stay, and so do line numbers. Idempotent, linear time.
    """
    return Redactor()(text)


def redact_event(event: FailureEvent) -> FailureEvent:
    """Return the event with all its free text redacted, within the bounds of the contract."""
    mask = Redactor()
    masked = _masked(event, mask)
    # What one field gave away must not survive in another that was read before it.
    return _masked(event, mask) if mask.found else masked


def _masked(event: FailureEvent, mask: Redactor) -> FailureEvent:
    tail, first_line = _fit(mask(event.log_tail), event.log_first_line)
    return event.model_copy(
        update={
            "pipeline": shorten(mask(event.pipeline), _NAME),
            "error_message": shorten(mask(event.error_message), _TEXT),
            "exceptions": tuple(_exception(raised, mask) for raised in event.exceptions),
            "findings": tuple(_finding(finding, mask) for finding in event.findings),
            "log_tail": tail,
            "log_first_line": first_line,
        }
    )


def _fit(tail: str, first_line: int) -> tuple[str, int]:
    """Placeholders may be longer than secrets: drop the oldest lines until the tail fits."""
    if len(tail) <= LOG_TAIL_LIMIT:
        return tail, first_line
    cut = tail.find("\n", len(tail) - LOG_TAIL_LIMIT - 1) + 1 or len(tail) - LOG_TAIL_LIMIT
    return tail[cut:], first_line + tail.count("\n", 0, cut)


def _exception(raised: RaisedException, mask: Redactor) -> RaisedException:
    return raised.model_copy(
        update={
            "type": shorten(mask(raised.type), _NAME),
            "message": shorten(mask(raised.message), _TEXT),
            "frames": tuple(_frame(frame, mask) for frame in raised.frames),
        }
    )


def _frame(frame: Frame, mask: Redactor) -> Frame:
    return frame.model_copy(
        update={
            "file": shorten(mask(frame.file), _NAME),
            "function": shorten(mask(frame.function), _NAME),
            "source": shorten(mask(frame.source), _LINE),
            "locals": tuple(_local(local, mask) for local in frame.locals),
        }
    )


def _local(local: LocalSummary, mask: Redactor) -> LocalSummary:
    value = None if local.value is None else shorten(mask(local.value), _NAME)
    return local.model_copy(
        update={
            "name": shorten(mask(local.name), _NAME),
            "type": shorten(mask(local.type), _NAME),
            "value": value,
        }
    )


def _finding(finding: Finding, mask: Redactor) -> Finding:
    values = {shorten(mask(name), _NAME): value for name, value in finding.values.items()}
    return finding.model_copy(
        update={"message": shorten(mask(finding.message), _LINE), "values": values}
    )
