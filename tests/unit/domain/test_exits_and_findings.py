"""What was seen from outside outranks what was said."""

import signal

import pytest

from errata.events import ExitFacts, Finding
from errata.patterns import match
from errata.taxonomy import Category, Limit, Severity, Stage
from tests.unit.domain.make import crash, event, explained

TIMEOUT, RESOURCE = Category.TIMEOUT, Category.RESOURCE_ERROR
RUNTIME, LOGIC = Category.RUNTIME_ERROR, Category.LOGIC_ERROR


@pytest.mark.parametrize("limit", Limit)
def test_a_limit_decides_whatever_the_log_says(limit: Limit) -> None:
    found = explained(crash("import not_a_codec"), limit=limit, duration_s=30.04)
    expected = TIMEOUT if limit in (Limit.WALL_CLOCK, Limit.CPU) else RESOURCE
    assert found.rule == f"limit-{limit.value}"
    assert found.verdict.category is expected
    assert "encode" in found.verdict.root_cause


def test_where_a_stopped_run_was_is_told() -> None:
    frames = [
        {"file": "candidate.py", "function": "search", "line": 7},
        {"file": "lib/python3.11/threading.py", "function": "wait", "line": 99},
    ]
    stopped = event(
        exceptions=[{"type": "Timeout", "frames": frames}], exit={"limit": Limit.WALL_CLOCK}
    )
    cause = match(stopped).verdict.root_cause
    assert cause.endswith("longer than its time limit, at candidate.py:7 in search.")


def test_the_kernels_memory_killer_decides_and_the_peak_is_named() -> None:
    found = explained("Killed", signal=9, oom_kills=1, peak_memory_bytes=1 << 30)
    assert found.rule == "oom-kill"
    assert "1024 MiB" in found.verdict.root_cause


@pytest.mark.parametrize(
    ("number", "category"),
    [
        (signal.SIGSEGV, RUNTIME),
        (signal.SIGABRT, RUNTIME),
        (signal.SIGFPE, RUNTIME),
        (signal.SIGXCPU, TIMEOUT),
        (signal.SIGXFSZ, RESOURCE),
        (signal.SIGKILL, RESOURCE),
        (signal.SIGTERM, RUNTIME),
        (signal.SIGSYS, Category.VALIDATION_ERROR),
    ],
)
def test_a_signal_is_explained_however_it_is_reported(number: int, category: Category) -> None:
    for facts in ({"signal": number}, {"code": 128 + number}, {"code": -number}):
        found = explained("", **facts)
        assert found.rule == f"signal-{int(number)}"
        assert found.verdict.category is category


def test_an_escape_attempt_is_critical() -> None:
    assert explained("", signal=31).verdict.severity is Severity.CRITICAL


def test_an_abort_for_lack_of_memory_is_about_memory() -> None:
    log = "terminate called after throwing an instance of 'std::bad_alloc'\n"
    assert explained(log, signal=6).verdict.category is RESOURCE


def test_a_kill_yields_to_a_log_that_tells_why() -> None:
    log = "=>> PBS: job killed: walltime 3610 exceeded limit 3600\n"
    assert explained(log, signal=9).verdict.category is TIMEOUT


@pytest.mark.parametrize(
    ("code", "category", "severity"),
    [
        ("worse_than_champion", LOGIC, Severity.LOW),
        ("identical_to_champion", LOGIC, Severity.LOW),
        ("not_finite", LOGIC, Severity.LOW),
        ("not_monotonic", LOGIC, Severity.LOW),
        ("overlap_too_small", LOGIC, Severity.LOW),
        ("wrong_size", Category.VALIDATION_ERROR, Severity.HIGH),
        ("empty_bitstream", Category.VALIDATION_ERROR, Severity.HIGH),
        ("no_code", Category.VALIDATION_ERROR, Severity.HIGH),
        ("proposer_access", Category.VALIDATION_ERROR, Severity.HIGH),
        ("proposer_outage", RESOURCE, Severity.MEDIUM),
        ("proposer_timeout", TIMEOUT, Severity.MEDIUM),
        ("no_function", Category.VALIDATION_ERROR, Severity.HIGH),
        ("wrong_return_type", Category.VALIDATION_ERROR, Severity.HIGH),
        ("wrong_shape", Category.VALIDATION_ERROR, Severity.HIGH),
        ("poor_quality", LOGIC, Severity.LOW),
        ("overtaken", LOGIC, Severity.LOW),
        ("worse_on_hold_out", LOGIC, Severity.LOW),
        ("exited_early", RUNTIME, Severity.HIGH),
        ("answer_below_baseline", LOGIC, Severity.LOW),
        ("tool_deadline_missed", TIMEOUT, Severity.MEDIUM),
        ("quota_used_up", RESOURCE, Severity.HIGH),
    ],
)
def test_a_finding_decides_known_or_not(code: str, category: Category, severity: Severity) -> None:
    finding = Finding(code=code, message="psnr fell by 1.25 dB")
    found = match(event("Traceback", stage=Stage.JUDGE, findings=(finding,)))
    assert found.rule == f"finding-{code}"
    assert (found.verdict.category, found.verdict.severity) == (category, severity)
    assert "Psnr fell by 1.25 dB" in found.verdict.root_cause
    assert found.verdict.stage is Stage.JUDGE


def test_an_unheard_of_finding_is_judged_by_its_stage_and_with_modesty() -> None:
    finding = Finding(code="zorp", message="zorp")
    assert match(event(stage=Stage.MEASURE, findings=(finding,))).verdict.category is LOGIC
    found = match(event(stage=Stage.ENCODE, findings=(finding,)))
    assert found.verdict.category is RUNTIME
    assert found.verdict.confidence < 0.7


def test_a_finding_is_quoted_from_the_log_where_it_stands_there() -> None:
    finding = Finding(code="poor_quality", message="PSNR of Y 12.30 dB")
    log = "frame 1\nrejected, poor_quality: PSNR of Y 12.30 dB\nbye"
    evidence = match(event(log, findings=(finding,))).verdict.evidence
    assert [(quote.line, quote.quote) for quote in evidence] == [
        (2, "rejected, poor_quality: PSNR of Y 12.30 dB")
    ]


def test_a_limit_tells_what_the_launcher_said() -> None:
    said = "encode() did not finish within 20 s of wall-clock time"
    found = explained("frame 1", error_message=said, limit=Limit.WALL_CLOCK, signal=9)
    assert said in found.verdict.root_cause


def test_limit_outranks_finding_and_finding_outranks_signal() -> None:
    finding = Finding(code="wrong_size", message="too short")
    facts = ExitFacts(signal=11)
    assert match(event(findings=(finding,), exit=facts)).rule == "finding-wrong_size"
    limited = ExitFacts(signal=9, limit=Limit.WALL_CLOCK)
    assert match(event(findings=(finding,), exit=limited)).rule == "limit-wall_clock"


def test_exit_124_is_the_timeout_command() -> None:
    assert explained("", code=124).verdict.category is TIMEOUT


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("decode() returned list, want bytes", "decode() returned list, want bytes."),
        ("the bitstream is empty", "The bitstream is empty."),
    ],
)
def test_a_cause_is_a_sentence_but_names_keep_their_case(message: str, cause: str) -> None:
    finding = Finding(code="wrong_return_type", message=message)
    assert match(event(findings=(finding,))).verdict.root_cause == cause
