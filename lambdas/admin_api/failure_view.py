"""Cuts a failure to what a person reads first, so that its page opens fast."""

from pydantic_core import to_json

from errata.diagnosis import FailureRecord
from errata.events import FailureEvent
from lambdas.admin_api.models import LogWindow

EVENT_LIMIT = 32_768
LOG_WINDOW_LIMIT = 28_000
LINE_LIMIT = 2_000
CONTEXT_LINES = 5
FRAME_COUNTS = (16, 6, 2, 0)


def fit(event: FailureEvent) -> FailureEvent:
    """Return the event with as many inner stack frames as fit into about 32 kB."""
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
    lines = [_clip(line) for line in event.log_tail.splitlines()]
    start = _suffix_start(lines)
    cited = [item.line - event.log_first_line for item in record.diagnosis.evidence]
    first_cited = min((index for index in cited if 0 <= index < len(lines)), default=start)
    if first_cited < start:
        start = max(0, first_cited - CONTEXT_LINES)
    return LogWindow(
        first_line=event.log_first_line + start,
        total_lines=event.log_first_line - 1 + len(lines),
        lines=tuple(_prefix(lines[start:])),
    )


def _size(event: FailureEvent) -> int:
    return len(event.model_dump_json(exclude={"log_tail"}))


def _with_frames(event: FailureEvent, count: int) -> FailureEvent:
    exceptions = tuple(
        raised.model_copy(update={"frames": raised.frames[len(raised.frames) - count :]})
        if len(raised.frames) > count
        else raised
        for raised in event.exceptions
    )
    return event.model_copy(update={"exceptions": exceptions})


def _clip(line: str) -> str:
    return line if len(line) <= LINE_LIMIT else line[: LINE_LIMIT - 1] + "…"


def _suffix_start(lines: list[str]) -> int:
    room = LOG_WINDOW_LIMIT
    for index in range(len(lines) - 1, -1, -1):
        room -= _cost(lines[index])
        if room < 0:
            return index + 1
    return 0


def _prefix(lines: list[str]) -> list[str]:
    room = LOG_WINDOW_LIMIT
    for index, line in enumerate(lines):
        room -= _cost(line)
        if room < 0:
            return lines[:index]
    return lines


def _cost(line: str) -> int:
    return len(to_json(line)) + 1
