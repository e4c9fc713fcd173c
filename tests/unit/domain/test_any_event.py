"""No content of an event, however hostile, stops a diagnosis."""

from hypothesis import given, settings
from hypothesis import strategies as st

from errata.diagnoser import Diagnoser
from errata.events import ExitFacts, Finding, Frame, LocalSummary, RaisedException
from errata.redaction import redact
from errata.taxonomy import Limit, Stage
from tests.unit.domain.make import NOON, event
from tests.unit.domain.remembering import FakeMemory

TRICKY = st.sampled_from(
    [
        "Traceback (most recent call last):",
        '  File "candidate.py", line 3, in encode',
        "ValueError: x",
        "During handling of the above exception, another exception occurred:",
        "[rank0]: ",
        "E       assert 1 == 2",
        "Killed",
        "password=hunter2hunter2",
        "{where} {message} {0} %s",
        "\x1b[31m\r",
        "SyntaxErrorSyntaxError: : invalid syntaxinvalid syntax",
    ]
)
LOGS = st.lists(TRICKY | st.text(max_size=40), max_size=12).map("\n".join)
NAMES = st.text(max_size=30) | st.sampled_from(["KeyError", "a.b.Error", "ValueError", ".", "("])
FRAMES = st.builds(
    Frame,
    file=NAMES,
    line=st.none() | st.integers(0, 10**9),
    function=NAMES,
    source=st.text(max_size=40),
    locals=st.lists(st.builds(LocalSummary, name=NAMES, type=NAMES), max_size=2).map(tuple),
)
RAISED = st.builds(
    RaisedException,
    type=NAMES,
    message=LOGS,
    relation=st.sampled_from([None, "cause", "context"]),
    frames=st.lists(FRAMES, max_size=3).map(tuple),
)
EVENTS = st.builds(
    event,
    LOGS,
    stage=st.sampled_from(Stage),
    error_message=LOGS,
    log_first_line=st.integers(1, 10**6),
    exit=st.builds(
        ExitFacts,
        code=st.none() | st.integers(-300, 300),
        signal=st.none() | st.integers(1, 64),
        limit=st.none() | st.sampled_from(Limit),
        oom_kills=st.integers(0, 2),
    ),
    exceptions=st.lists(RAISED, max_size=3).map(tuple),
    findings=st.lists(
        st.builds(Finding, code=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
                  message=st.text(max_size=40), values=st.just({})),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=200)
@given(EVENTS)
def test_any_event_gets_a_diagnosis_whose_quotes_are_in_its_log(given_event: object) -> None:
    diagnoser = Diagnoser(FakeMemory(), None, lambda: NOON, holder=None)
    record = diagnoser.diagnose([given_event], deadline_s=1, code={})[0]
    lines = record.event.log_tail.split("\n")
    for quote in record.diagnosis.evidence:
        assert quote.quote in lines[quote.line - record.event.log_first_line]
    again = diagnoser.diagnose([record.event], deadline_s=1, code={})[0]
    assert again.diagnosis == record.diagnosis, "redacted once or twice, it is the same failure"


@given(LOGS)
def test_redaction_of_tricky_logs_is_idempotent(log: str) -> None:
    assert redact(redact(log)) == redact(log)
