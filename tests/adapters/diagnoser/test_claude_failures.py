"""Every way a call can fail at the wire, with the real SDK against a server on the loopback."""

import socket
import time
from collections.abc import Callable

import pytest

from errata.errors import ModelUnavailableError
from errata.ports import Case
from tests.adapters.diagnoser.conftest import Claude
from tests.support.anthropic_server import (
    Request,
    Response,
    answer,
    answer_all,
    case_ids,
    diagnosis,
    message,
    refused,
)

PATIENCE_S = 60.0
SHORT_S = 1.0
"""For a server that does not answer in time."""
NO_TEXT = b"""{
    "content": [{"type": "thinking", "thinking": "hm"}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 1, "output_tokens": 1}
}"""
MakeCase = Callable[..., Case]


def fail(
    claude: Claude, case: MakeCase, response: Response | None, deadline_s: float = PATIENCE_S
) -> ModelUnavailableError:
    claude.server.respond = lambda _: response
    with pytest.raises(ModelUnavailableError) as caught:
        claude.make().diagnose([case()], deadline_s=deadline_s)
    assert claude.reports[-1].outcome == caught.value.reason
    return caught.value


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "authentication"),
        (402, "payment_required"),
        (403, "permission_denied"),
        (404, "model_not_found"),
    ],
)
def test_refused_access_opens_the_circuit_at_once(
    claude: Claude, case: MakeCase, status: int, reason: str
) -> None:
    error = fail(claude, case, refused(status))
    assert (error.reason, error.upgradeable) == (reason, True)
    assert claude.circuit("access") == "OPEN"

    error = fail(claude, case, refused(status))
    assert (error.reason, error.upgradeable) == ("circuit_open_after_refused_access", True)
    assert len(claude.server.requests) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refused_request_falls_back_and_leaves_the_circuit_alone(
    claude: Claude, case: MakeCase, status: int
) -> None:
    for _ in range(4):
        error = fail(claude, case, refused(status))
        assert (error.reason, error.upgradeable) == (f"http_{status}", False)
    assert len(claude.server.requests) == 4
    assert claude.circuit("access") == claude.circuit("outage") == "never opened"


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (refused(429, "rate_limit_error", **{"retry-after": "3600"}), "rate_limited"),
        (refused(500, "api_error", **{"x-should-retry": "true"}), "http_500"),
        (refused(503), "http_503"),
        (refused(529, "overloaded_error", **{"retry-after": "60"}), "overloaded"),
        (Response(b'{"id": "msg', claimed_length=4_000), "connection"),
    ],
    ids=["429", "500", "503", "529", "truncated body"],
)
def test_an_outage_is_upgradeable_and_opens_the_circuit_when_it_lasts(
    claude: Claude, case: MakeCase, response: Response, reason: str
) -> None:
    for _ in range(3):
        assert claude.circuit("outage") == "never opened"
        error = fail(claude, case, response)
        assert (error.reason, error.upgradeable) == (reason, True)
    assert claude.circuit("outage") == "OPEN"

    error = fail(claude, case, response)
    assert (error.reason, error.upgradeable) == ("circuit_open_after_outage", True)
    assert len(claude.server.requests) == 3


def test_no_server_is_an_outage(claude: Claude, case: MakeCase) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(ModelUnavailableError) as caught:
            claude.make(url=url).diagnose([case()], deadline_s=PATIENCE_S)
    assert (caught.value.reason, caught.value.upgradeable) == ("connection", True)


def test_bedrock_without_a_role_is_refused_access(
    claude: Claude, case: MakeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = claude.make(provider="bedrock")
    monkeypatch.setattr("boto3.Session.get_credentials", lambda _: None)
    with pytest.raises(ModelUnavailableError) as caught:
        model.diagnose([case()], deadline_s=PATIENCE_S)
    assert (caught.value.reason, caught.value.upgradeable) == ("no_credentials", True)
    assert claude.server.requests == []


@pytest.mark.parametrize(
    "response",
    [None, Response(b"{" + b" " * 10_000, drip_s=0.1)],
    ids=["hang", "slow drip"],
)
def test_the_deadline_holds(claude: Claude, case: MakeCase, response: Response | None) -> None:
    started = time.monotonic()
    error = fail(claude, case, response, SHORT_S)
    assert (error.reason, error.upgradeable) == ("timeout", True)
    assert time.monotonic() - started < 100 * SHORT_S  # the drip alone would take 1,000 s


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(b"<html>gateway</html>"), "invalid_reply"),
        (Response(b"\xff\xfe\x00"), "invalid_reply"),
        (Response(b"[]"), "invalid_reply"),
        (Response(b'{"content": [], "stop_reason": "end_turn"}'), "invalid_reply"),
        (message('{"diagnoses": ['), "invalid_json"),
        (message("I am sorry, I cannot."), "invalid_json"),
        (message('{"diagnoses": [7]}'), "invalid_json"),
        (message('{"verdicts": []}'), "invalid_json"),
        (answer(), "no_valid_diagnosis"),
        (message("", stop_reason="refusal"), "refusal"),
        (message('{"diagnoses": [{"id"', stop_reason="max_tokens"), "truncated"),
        (message("{}", stop_reason="model_context_window_exceeded"), "truncated"),
        (Response(NO_TEXT), "no_text"),
    ],
)
def test_a_useless_reply_falls_back_now(
    claude: Claude, case: MakeCase, response: Response, reason: str
) -> None:
    error = fail(claude, case, response)
    assert (error.reason, error.upgradeable) == (reason, False)
    assert claude.circuit("access") == claude.circuit("outage") == "never opened"


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "cosmic_ray"},
        {"severity": None},
        {"stage": "lunch"},
        {"confidence": 1.5},
        {"confidence": "high"},
        {"root_cause": ""},
        {"root_cause": "\x1b[2J\u202e"},
        {"root_cause": "x" * 2_001},
        {"fix_suggestion": 7},
        {"evidence": [{"line": 0, "quote": "boom"}]},
        {"evidence": [{"line": 1, "quote": "boom"}] * 17},
        {"evidence": "line 7"},
        {"apology": "none"},
        {"id": ["list"]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_entry_that_breaks_the_schema_is_no_answer(
    claude: Claude, case: MakeCase, changes: dict[str, object]
) -> None:
    def respond(request: Request) -> Response:
        return answer_all(request, **changes)

    claude.server.respond = respond
    with pytest.raises(ModelUnavailableError, match="no_valid_diagnosis"):
        claude.make().diagnose([case()], deadline_s=PATIENCE_S)


def test_the_circuit_closes_when_the_model_is_back(
    claude: Claude, case: MakeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(claude, case, refused(401))
    monkeypatch.setattr("errata.adapters.claude.breaker.ACCESS.recovery_timeout", 0)
    claude.server.respond = lambda request: answer(diagnosis(case_ids(request)[0]))
    answers = claude.make().diagnose([case()], deadline_s=PATIENCE_S)
    assert len(answers) == 1
    assert claude.circuit("access") == "CLOSED"
