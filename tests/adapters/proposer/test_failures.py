"""What a call that fails comes to: an attempt that failed; and nobody asked, no attempt."""

import pytest

from errata.adapters.budget import PARTITION
from orchestrator.proposers.port import Brief, NotNowError, UnavailableError
from tests.adapters.proposer.conftest import Claude
from tests.support.anthropic_server import Response, message, refused


@pytest.mark.parametrize(
    ("status", "finding", "problem"),
    [
        (401, "proposer_access", "authentication"),
        (403, "proposer_access", "permission_denied"),
        (404, "proposer_access", "model_not_found"),
        (429, "proposer_outage", "rate_limited"),
        (500, "proposer_outage", "http_500"),
        (529, "proposer_outage", "overloaded"),
    ],
)
def test_a_call_that_fails_is_a_failed_attempt_and_costs_nothing(
    claude: Claude, status: int, finding: str, problem: str
) -> None:
    claude.server.respond = lambda _: refused(status)
    proposal = claude.propose()
    assert (proposal.code, proposal.finding) == ("", finding)
    assert proposal.problem == f"asking the model failed: {problem}"
    assert claude.spent_usd() == proposal.cost_usd == 0


def test_a_hang_up_is_a_failed_attempt(claude: Claude) -> None:
    claude.server.respond = lambda _: Response(b"{", claimed_length=99)
    proposal = claude.propose()
    assert (proposal.code, proposal.finding) == ("", "proposer_outage")


def test_a_model_that_never_answers_is_a_failed_attempt_at_its_worst_price(claude: Claude) -> None:
    claude.server.respond = lambda _: None
    proposal = claude.propose(timeout_s=0.5)
    assert (proposal.code, proposal.finding) == ("", "proposer_timeout")
    assert 0.1 < claude.spent_usd() < 0.5


def test_a_key_that_is_refused_is_tried_once(claude: Claude) -> None:
    claude.server.respond = lambda _: refused(401)
    proposer = claude.make()
    claude.propose()
    with pytest.raises(UnavailableError, match="set ANTHROPIC_API_KEY") as caught:
        claude.propose()
    assert type(caught.value) is UnavailableError
    assert proposer.name == "claude"
    assert len(claude.server.requests) == 1


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(claude: Claude) -> None:
    claude.server.respond = lambda _: refused(529)
    for _ in range(3):
        claude.propose()
    with pytest.raises(NotNowError, match="left alone"):
        claude.propose()
    assert len(claude.server.requests) == 3
    # Diagnoses by the same model go on.
    assert claude.circuits() == {"#proposals#outage"}


def test_a_spent_budget_asks_nobody_and_leaves_the_money_for_diagnoses(claude: Claude) -> None:
    with pytest.raises(UnavailableError, match="ERRATA_PROPOSER_DAILY_BUDGET_USD"):
        claude.propose(limit_usd=0.001)
    assert claude.server.requests == []
    claude.server.respond = lambda _: message("{}")
    claude.propose()
    assert claude.spent_usd() > 0
    assert claude.spent_usd(PARTITION) == 0


def test_without_its_table_nothing_is_spent(claude: Claude) -> None:
    claude.table.delete()
    with pytest.raises(NotNowError, match="the table"):
        claude.propose()
    assert claude.server.requests == []


def test_half_a_codec_is_not_asked_about(claude: Claude) -> None:
    proposal = claude.propose(Brief("#" * 100_000))
    assert (proposal.code, proposal.problem) == (
        "",
        "100000 characters of code are too many to ask about",
    )
    assert claude.server.requests == []
