"""Message Batches at the wire: what is sent, what comes back, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from errata.backlog import Collected, Inquiry, PendingBatch
from errata.errors import ModelUnavailableError
from errata.ports import Case
from errata.prompts import PROMPT_VERSION, SYSTEM
from tests.adapters.diagnoser.conftest import NOW, Claude
from tests.support.anthropic_batches import (
    CANCELED,
    EXPIRED,
    ROOT,
    BatchService,
    Result,
    errored,
    says,
    succeeded,
)
from tests.support.anthropic_server import (
    Request,
    answer,
    case_ids,
    diagnosis,
    message,
    refused,
)
from tests.support.samples import FINGERPRINT, ulid

IDS = [ulid(NOW, number) for number in range(4)]
PAID = 0.5 * (1_000 * 0.10e-6 + 200 * 0.50e-6)
"""One answer of the loopback server, by Haiku, at half its price."""
MakeCase = Callable[..., Case]


@pytest.fixture
def service(claude: Claude) -> BatchService:
    return BatchService(claude.server)


@pytest.fixture
def inquiries(case: MakeCase) -> list[Inquiry]:
    return [Inquiry(ulid(), FINGERPRINT, case(failure_id)) for failure_id in IDS]


def collect(claude: Claude, batch: PendingBatch) -> Collected:
    collected = claude.batches().collect(batch, deadline_s=30)
    assert collected is not None
    return collected


def test_each_request_is_about_one_case_and_asks_as_a_single_call_does(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], case: MakeCase
) -> None:
    claude.batches().submit(inquiries, deadline_s=30)
    claude.make().diagnose([case()], deadline_s=30)
    (single,) = claude.server.requests
    (batch,) = service.batches
    assert len({request["custom_id"] for request in batch.requests}) == len(inquiries)
    for request in batch.requests:
        asked = request["params"]
        assert case_ids(asked) == [request["custom_id"]]
        assert asked["system"][0] == single["system"][0]
        assert asked["system"][0]["text"] == SYSTEM
        assert asked["output_config"] == single["output_config"]
        assert asked["model"] == claude.model
    assert "01KAJ" not in str(batch.params)


def test_a_batch_is_waited_for_then_its_answers_land_on_their_failures(
    claude: Claude, service: BatchService, inquiries: list[Inquiry]
) -> None:
    sent = claude.batches().submit(inquiries, deadline_s=30)
    (pending,) = claude.batches().pending()
    assert pending == sent
    assert [question.failure_id for question in pending.questions] == IDS
    assert claude.batches().collect(pending, deadline_s=30) is None

    (batch,) = service.batches
    causes = {case_ids(params)[0]: f"cause {n}" for n, params in enumerate(batch.params)}
    batch.end(lambda params: succeeded(params, root_cause=causes[case_ids(params)[0]]))
    answers = collect(claude, pending).answers
    assert {id_: it and it.verdict.root_cause for id_, it in answers.items()} == {
        id_: f"cause {n}" for n, id_ in enumerate(IDS)
    }
    for given in answers.values():
        assert given
        assert (given.model, given.prompt_version) == (claude.model, PROMPT_VERSION)
        assert (given.input_tokens, given.output_tokens) == (1_000, 200)
        assert given.cost_usd == pytest.approx(PAID)


def test_the_worst_case_is_set_aside_and_what_it_cost_is_settled_once(
    claude: Claude, service: BatchService, inquiries: list[Inquiry]
) -> None:
    pending = claude.batches().submit(inquiries, deadline_s=30)
    assert claude.spent_usd() == pytest.approx(pending.reserved_usd)
    assert pending.reserved_usd > 4 * PAID

    claude.now = NOW + timedelta(days=1)
    service.batches[0].end()
    spent = collect(claude, pending).spent_usd
    assert spent == pytest.approx(4 * PAID)
    for _ in range(2):
        claude.batches().close(pending, spent)
    assert claude.spent_usd() == pytest.approx(4 * PAID)
    assert claude.spent_usd("2026-11-22") == 0
    assert list(claude.batches().pending()) == []


def test_as_many_are_asked_as_the_day_can_bear(
    claude: Claude, service: BatchService, inquiries: list[Inquiry]
) -> None:
    one = claude.batches().submit(inquiries[:1], deadline_s=30).reserved_usd
    pending = claude.batches(limit_usd=3.5 * one).submit(inquiries, deadline_s=30)
    assert [question.failure_id for question in pending.questions] == IDS[:2]
    assert len(service.batches[1].requests) == 2

    with pytest.raises(ModelUnavailableError) as caught:
        claude.batches(limit_usd=3.5 * one).submit(inquiries, deadline_s=30)
    assert (caught.value.reason, caught.value.upgradeable) == ("budget_spent", True)
    assert len(service.batches) == 2


@pytest.mark.parametrize(
    "result",
    [EXPIRED, CANCELED, errored("api_error"), errored("overloaded_error"), {"type": "errored"}],
    ids=str,
)
def test_what_was_not_asked_in_the_end_may_be_asked_anew(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], result: Result
) -> None:
    pending = claude.batches().submit(inquiries, deadline_s=30)
    first = service.batches[0].requests[0]["custom_id"]
    service.batches[0].end(lambda it: result if case_ids(it) == [first] else succeeded(it))
    collected = collect(claude, pending)
    assert list(collected.answers) == IDS[1:]
    assert collected.spent_usd == pytest.approx(3 * PAID)


@pytest.mark.parametrize(
    ("result", "paid"),
    [
        (errored("invalid_request_error"), 0),
        (says(message("", stop_reason="refusal")), PAID),
        (says(message('{"diagnoses": [{"id"', stop_reason="max_tokens")), PAID),
        (says(message("I am sorry, I cannot.")), PAID),
        (says(answer(diagnosis("0123456789abcdef"))), PAID),
        ({"type": "succeeded"}, 0),
        ({"type": "succeeded", "message": {"content": 7}}, 0),
        ({"type": "transcended"}, 0),
    ],
    ids=["invalid", "refusal", "cut off", "prose", "another id", "no message", "odd", "unknown"],
)
def test_what_asking_again_would_not_better_is_given_up(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], result: Result, paid: float
) -> None:
    pending = claude.batches().submit(inquiries[:2], deadline_s=30)
    first = service.batches[0].requests[0]["custom_id"]
    service.batches[0].end(lambda it: result if case_ids(it) == [first] else succeeded(it))
    collected = collect(claude, pending)
    assert collected.answers[IDS[0]] is None
    assert collected.answers[IDS[1]] is not None
    assert collected.spent_usd == pytest.approx(PAID + paid)


def test_an_answer_never_lands_on_another_failure(
    claude: Claude, service: BatchService, inquiries: list[Inquiry]
) -> None:
    pending = claude.batches().submit(inquiries[:2], deadline_s=30)
    (batch,) = service.batches
    first, second = batch.params

    # The first one's answer speaks about the second case as well, as a hostile log may make it.
    def respond(params: Request) -> Result:
        if params == first:
            return says(answer(diagnosis(case_ids(second)[0], root_cause="a forged cause")))
        return succeeded(params)

    batch.end(respond)
    answers = collect(claude, pending).answers
    assert answers[IDS[0]] is None
    assert "forged" not in str(answers)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [*lines, lines[0]],
        lambda lines: ["{", *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace("custom_id", "customary_id"), *lines[1:]],
        lambda lines: ["\x00\ufffd", "", "[]", "7", *lines[1:]],
    ],
    ids=["repeated", "cut off", "missing", "without id", "garbage"],
)
def test_a_spoilt_line_of_results_spoils_no_other(
    claude: Claude,
    service: BatchService,
    inquiries: list[Inquiry],
    spoil: Callable[[list[str]], list[str]],
) -> None:
    pending = claude.batches().submit(inquiries, deadline_s=30)
    (batch,) = service.batches
    batch.end()
    assert batch.lines
    batch.end_with(*spoil(batch.lines.decode().splitlines()))
    answers = collect(claude, pending).answers
    # The last one's line comes first.
    assert [id_ for id_, given in answers.items() if given is None] == [IDS[3]]
    assert len(answers) == len(IDS)


@pytest.mark.parametrize("archived", [True, False])
def test_a_batch_that_is_gone_is_given_up_and_closes_no_door(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], *, archived: bool
) -> None:
    pending = claude.batches().submit(inquiries, deadline_s=30)
    if archived:
        service.batches[0].end()
        service.batches[0].archived = True
    else:
        service.batches.clear()
    assert collect(claude, pending) == Collected({}, pending.reserved_usd)
    assert claude.circuit("batches#access") == "never opened"
    assert claude.batches().submit(inquiries, deadline_s=30)


def test_a_gateway_without_batches_closes_no_door_to_single_calls(
    claude: Claude, inquiries: list[Inquiry], case: MakeCase
) -> None:
    for reason in ("model_not_found", "circuit_open_after_refused_access"):
        with pytest.raises(ModelUnavailableError, match=reason):
            claude.batches().submit(inquiries, deadline_s=30)
    assert claude.spent_usd() == 0
    assert claude.circuit("batches#access") == "OPEN"
    assert len(claude.make().diagnose([case()], deadline_s=30)) == 1


@pytest.mark.parametrize("status", [400, 401, 413, 429, 500, 529])
def test_a_refused_batch_costs_nothing(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], status: int
) -> None:
    service.refuse = lambda *_: refused(status, **{"retry-after": "3600"})
    with pytest.raises(ModelUnavailableError):
        claude.batches().submit(inquiries, deadline_s=30)
    assert len(service.calls) == 1
    assert claude.spent_usd() == 0
    assert list(claude.batches().pending()) == []


@pytest.mark.parametrize("silent", ["POST", "/msgbatch_0", "/results"])
def test_the_deadline_of_every_endpoint_holds(
    claude: Claude, service: BatchService, inquiries: list[Inquiry], silent: str
) -> None:
    pending = claude.batches().submit(inquiries, deadline_s=30)
    service.batches[0].end()
    serve = service.respond
    claude.server.respond_elsewhere = lambda method, path, body: (
        None
        if f"{method} {path}".removesuffix(ROOT).strip().endswith(silent)
        else serve(method, path, body)
    )
    ask = {"POST": partial(claude.batches().submit, inquiries)}.get(
        silent, partial(claude.batches().collect, pending)
    )
    with pytest.raises(ModelUnavailableError, match="timeout"):
        ask(deadline_s=1)


def test_results_beyond_any_answer_are_not_read_to_the_end(
    claude: Claude, service: BatchService, inquiries: list[Inquiry]
) -> None:
    pending = claude.batches().submit(inquiries[:1], deadline_s=30)
    service.batches[0].end_with("x" * 200_000)
    with pytest.raises(ModelUnavailableError, match="reply_too_large"):
        claude.batches().collect(pending, deadline_s=30)
