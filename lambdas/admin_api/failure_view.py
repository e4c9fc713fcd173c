"""Cuts a failure to what a person reads first, so that its page opens fast."""

from collections.abc import Iterable

from pydantic_core import to_json

from errata.diagnosis import FailureRecord
from errata.events import FailureEvent
from errata.text import Log, sanitize
from lambdas.admin_api.models.failures import LogWindow

EVENT_LIMIT = 32_768
"""Bytes of JSON for the event without its log."""
LOG_LIMIT = 28_000
"""Bytes of JSON for the lines of log."""
CONTEXT_LINES = 5
FRAME_COUNTS = (16, 6, 2, 0)


def fit(event: FailureEvent) -> FailureEvent:
    """Return the event with as many inner stack frames as fit into 32 kB of JSON."""
    if _size(event) <= EVENT_LIMIT:
        return event
    for count in FRAME_COUNTS:
        slim = _with_frames(event, count)
        if _size(slim) <= EVENT_LIMIT:
            break
    return slim


def window(record: FailureRecord) -> LogWindow:
    """Return the end of the log, or from the first evidence on when that lies before the end."""
    event = record.event
    lines = Log(sanitize(event.log_tail).removesuffix("\n"), event.log_first_line).lines
    start = len(lines) - _fitting(reversed(lines))
    cited = [item.line - event.log_first_line for item in record.diagnosis.evidence]
    first_cited = min((index for index in cited if 0 <= index < len(lines)), default=start)
    if first_cited < start:
        start = max(0, first_cited - CONTEXT_LINES)
    return LogWindow(
        first_line=event.log_first_line + start,
        total_lines=event.log_first_line - 1 + len(lines),
        lines=lines[start : start + _fitting(lines[start:])],
    )


def _size(event: FailureEvent) -> int:
    return len(event.model_dump_json(exclude={"log_tail"}))


def _with_frames(event: FailureEvent, count: int) -> FailureEvent:
    exceptions = tuple(
        raised.model_copy(update={"frames": raised.frames[max(0, len(raised.frames) - count) :]})
        for raised in event.exceptions
    )
    return event.model_copy(update={"exceptions": exceptions})


def _fitting(lines: Iterable[str]) -> int:
    """Return how many of the lines, from the first on, fit into the limit."""
    room = LOG_LIMIT
    count = 0
    for line in lines:
        room -= len(to_json(line)) + 1
        if room < 0:
            break
        count += 1
    return count
