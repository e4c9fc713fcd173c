"""What was seen of a failure besides its log, as text a model or a person can read."""

from collections.abc import Iterator

from errata.events import FailureEvent, Frame, LocalSummary

_MAX_FRAMES = 12


def facts_text(event: FailureEvent) -> str:
    """Return exit facts, findings and the structured exceptions, one fact per line."""
    return "\n".join((*_exit(event), *_findings(event), *_exceptions(event)))


def _exit(event: FailureEvent) -> Iterator[str]:
    for name, value in event.exit.model_dump(mode="json", exclude_none=True).items():
        if value or name == "code":
            yield f"exit {name}: {value}"


def _findings(event: FailureEvent) -> Iterator[str]:
    for finding in event.findings:
        values = ", ".join(f"{name}={value:g}" for name, value in finding.values.items())
        yield f"finding {finding.code}: {finding.message}" + (f" ({values})" if values else "")


def _exceptions(event: FailureEvent) -> Iterator[str]:
    for raised in event.exceptions:
        led = {"cause": " (led to the next)", "context": " (while it was handled, the next)"}
        yield f"exception {raised.type}: {raised.message}{led.get(raised.relation or '', '')}"
        for frame in raised.frames[-_MAX_FRAMES:]:
            yield from _frame(frame)


def _frame(frame: Frame) -> Iterator[str]:
    yield f"  {frame.file}:{frame.line} in {frame.function}: {frame.source.strip()}"
    for local in frame.locals:
        yield f"    {local.name}: {_local(local)}"


def _local(local: LocalSummary) -> str:
    known = local.model_dump(exclude_none=True, exclude={"name", "type"})
    return " ".join((local.type, *(f"{name}={value}" for name, value in known.items())))
