"""The cascade with a model that answers what a test wants."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from errata.diagnoser import Diagnoser
from errata.diagnosis import FailureRecord, Verdict
from errata.events import FailureEvent
from errata.fingerprint import fingerprint
from errata.ports import Case, ModelAnswer
from errata.prompts import PROMPT_VERSION
from errata.redaction import redact_event
from tests.unit.domain.make import NOON, crash, event
from tests.unit.domain.remembering import FakeMemory

INDEX = crash("def encode(y):\n    return y[9]\n\nencode([1])")
IMPORT = crash("import not_a_codec")
INDEX_MARK = fingerprint(redact_event(event(INDEX)))


class Model:
    """A model that answers what the test wants, and remembers what it was asked."""

    models = frozenset({"claude-haiku-5-5"})

    def __init__(self, **answers: Verdict | Exception) -> None:
        self.answers = answers
        self.asked: list[Sequence[Case]] = []
        self.deadlines: list[float] = []

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        self.asked.append(cases)
        self.deadlines.append(deadline_s)
        if "error" in self.answers:
            raise self.answers["error"]
        said = self.answers.get("verdict")
        return {
            case.failure_id: ModelAnswer(said, "claude-haiku-5-5", PROMPT_VERSION, 900, 100, 0.0014)
            for case in cases
            if isinstance(said, Verdict)
        }


class Clock:
    """Moves on a tenth of a second each time it is read."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=0.1)
        return self.now


def diagnose(
    *events: FailureEvent,
    model: Model | None = None,
    memory: FakeMemory | None = None,
    code: Mapping[str, str] | None = None,
    deadline_s: float = 10,
) -> list[FailureRecord]:
    diagnoser = Diagnoser(memory or FakeMemory(), model, Clock(), holder="this batch")
    return diagnoser.diagnose(events, deadline_s=deadline_s, code=code or {})
