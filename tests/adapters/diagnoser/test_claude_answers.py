"""Which answer lands on which failure, what it costs, and when a larger model is asked."""

import json
from collections.abc import Callable

import pytest

from errata.errors import ModelUnavailableError
from errata.ports import Case
from errata.prompts import PROMPT_VERSION
from errata.taxonomy import Category, Severity, Stage
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

FIRST, SECOND, THIRD = (f"01KAJ00000000000000000000{n}" for n in range(3))
MakeCase = Callable[..., Case]


def answer_text(request: Request) -> str:
    """What the model would write to answer every case."""
    return str(json.loads(answer_all(request).body)["content"][0]["text"])


def test_an_answer_carries_its_verdict_provenance_and_cost(claude: Claude, case: MakeCase) -> None:
    evidence = [{"line": 7, "quote": "boom"}]
    claude.server.respond = lambda request: answer_all(request, evidence=evidence)
    answers = claude.make().diagnose([case(FIRST)], deadline_s=10)

    (given,) = answers.values()
    assert list(answers) == [FIRST]
    assert given.verdict.category is Category.IMPORT_ERROR
    assert given.verdict.severity is Severity.HIGH
    assert given.verdict.stage is Stage.ENCODE
    assert given.verdict.evidence[0].quote == "boom"
    assert (given.model, given.prompt_version) == (claude.model, PROMPT_VERSION)
    assert (given.input_tokens, given.output_tokens) == (1_000, 200)
    # Haiku: $0.10 in, $0.50 out per million tokens.
    assert given.cost_usd == pytest.approx(1_000 * 0.10e-6 + 200 * 0.50e-6)


def test_one_call_serves_all_cases_and_its_shares_add_up(claude: Claude, case: MakeCase) -> None:
    claude.server.respond = lambda request: message(
        answer_text(request), input_tokens=700, cache_read_tokens=300, output_tokens=200
    )
    answers = claude.make().diagnose([case(FIRST), case(SECOND), case(THIRD)], deadline_s=10)
    assert len(claude.server.requests) == 1
    assert sum(given.input_tokens for given in answers.values()) == 1_000
    assert sum(given.output_tokens for given in answers.values()) == 200
    cost = sum(given.cost_usd for given in answers.values())
    assert cost == pytest.approx(700 * 0.10e-6 + 300 * 0.01e-6 + 200 * 0.50e-6)
    assert claude.spent_usd() == pytest.approx(cost)


def test_answers_find_their_failures_whatever_their_order(claude: Claude, case: MakeCase) -> None:
    def respond(request: Request) -> Response:
        ids = case_ids(request)
        return answer(*(diagnosis(id_, root_cause=f"cause {ids.index(id_)}") for id_ in ids[::-1]))

    claude.server.respond = respond
    answers = claude.make().diagnose([case(FIRST), case(SECOND), case(THIRD)], deadline_s=10)
    causes = {id_: given.verdict.root_cause for id_, given in answers.items()}
    assert causes == {FIRST: "cause 0", SECOND: "cause 1", THIRD: "cause 2"}


def test_a_thinking_block_first_is_skipped(claude: Claude, case: MakeCase) -> None:
    claude.server.respond = lambda request: message(answer_text(request), thinking=True)
    assert list(claude.make().diagnose([case(FIRST)], deadline_s=10)) == [FIRST]


@pytest.mark.parametrize(
    "forge",
    [
        lambda ids: [diagnosis(ids[0])],
        lambda ids: [diagnosis(ids[0]), diagnosis("0123456789abcdef")],
        lambda ids: [diagnosis(ids[0]), diagnosis(SECOND), diagnosis("")],
        lambda ids: [diagnosis(ids[0]), diagnosis(ids[1]), diagnosis(ids[1])],
        lambda ids: [diagnosis(ids[0]), diagnosis(ids[1]), diagnosis(ids[1], category="none")],
        lambda ids: [diagnosis(ids[0]), diagnosis(ids[1], severity="worst")],
        lambda ids: [diagnosis(ids[0]), diagnosis(ids[1].upper() + " ")],
    ],
    ids=["missing", "unknown", "failure id", "repeated", "repeated, one invalid", "invalid", "odd"],
)
def test_a_wrong_id_lands_on_no_failure(
    claude: Claude, case: MakeCase, forge: Callable[[list[str]], list[dict[str, object]]]
) -> None:
    claude.server.respond = lambda request: answer(*forge(case_ids(request)))
    answers = claude.make().diagnose([case(FIRST), case(SECOND)], deadline_s=10)
    assert list(answers) == [FIRST]
    assert claude.reports[0].answered == 1


def test_a_models_words_are_made_safe_to_show(claude: Claude, case: MakeCase) -> None:
    hostile = "\x1b[31mdied\x00 of \u202eshape\u200b"
    claude.server.respond = lambda request: answer_all(request, root_cause=hostile)
    (given,) = claude.make().diagnose([case()], deadline_s=10).values()
    assert given.verdict.root_cause == "died of shape"


def test_the_unsure_cases_and_only_they_go_to_the_larger_model(
    claude: Claude, case: MakeCase
) -> None:
    def respond(request: Request) -> Response:
        if request["model"] == claude.larger:
            return answer_all(request, confidence=0.8, root_cause="seen by the larger model")
        sure, unsure = case_ids(request)
        return answer(diagnosis(sure, confidence=0.6), diagnosis(unsure, confidence=0.59))

    claude.server.respond = respond
    answers = claude.make(escalate=True).diagnose([case(FIRST), case(SECOND)], deadline_s=30)
    assert [request["model"] for request in claude.server.requests] == [claude.model, claude.larger]
    assert len(case_ids(claude.server.requests[1])) == 1
    assert answers[FIRST].model == claude.model
    assert answers[SECOND].model == claude.larger
    assert answers[SECOND].verdict.root_cause == "seen by the larger model"
    # Its own share of the first call, and the whole second one: Sonnet, $2 in, $10 out.
    first = answers[FIRST].cost_usd
    assert answers[SECOND].cost_usd == pytest.approx(first + 1_000 * 2e-6 + 200 * 10e-6)
    assert claude.spent_usd() == pytest.approx(sum(a.cost_usd for a in answers.values()))


@pytest.mark.parametrize("status", [404, 400, 529])
def test_the_first_answer_stands_when_the_larger_model_fails(
    claude: Claude, case: MakeCase, status: int
) -> None:
    def respond(request: Request) -> Response:
        if request["model"] == claude.larger:
            return refused(status)
        return answer_all(request, confidence=0.3)

    claude.server.respond = respond
    # The second time tells that a wrong id of the larger model closes no door to the first one.
    for _ in range(2):
        answers = claude.make(escalate=True).diagnose([case(FIRST)], deadline_s=30)
        assert answers[FIRST].model == claude.model
        assert answers[FIRST].verdict.confidence == 0.3


def test_without_time_for_it_nothing_is_escalated(claude: Claude, case: MakeCase) -> None:
    claude.server.respond = lambda request: answer_all(request, confidence=0.1)
    claude.make(escalate=True).diagnose([case(FIRST)], deadline_s=4.9)
    assert len(claude.server.requests) == 1


def test_no_time_at_all_asks_nobody(claude: Claude, case: MakeCase) -> None:
    for _ in range(4):
        with pytest.raises(ModelUnavailableError, match="timeout"):
            claude.make().diagnose([case()], deadline_s=0)
    assert claude.server.requests == []
    assert claude.spent_usd() == 0
    assert claude.circuit("outage") == "never opened"
