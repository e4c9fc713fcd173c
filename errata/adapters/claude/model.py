"""Claude as the domain's `DiagnosisModel`."""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from errata.adapters.budget import DailyBudget
from errata.adapters.claude.answer import diagnosis_question, verdicts
from errata.adapters.claude.breaker import CircuitBreaker
from errata.adapters.claude.client import Client
from errata.adapters.claude.failures import ModelOutageError
from errata.adapters.claude.line import Call, Line
from errata.adapters.claude.prices import Usage
from errata.diagnosis import Verdict
from errata.errors import ModelUnavailableError
from errata.ports import Case, ModelAnswer
from errata.prompts import PROMPT_VERSION, portions, user_message

ANSWER_TOKENS = 700
"""Room for one case's answer."""
THINKING_TOKENS = 2_000
"""Room for thinking, which counts against the same limit."""
ESCALATION_NEEDS_S = 5.0
"""With less time left, an unsure answer stands."""


@dataclass(frozen=True, slots=True)
class ClaudeOptions:
    """Which models to ask."""

    model: str
    escalation_model: str | None = None
    escalate_below: float = 0.6
    """Confidence under which the escalation model gets a say."""
    timeout_s: float = 40.0
    """The longest that one answer is waited for."""


@dataclass(frozen=True, slots=True)
class CallReport:
    """What became of one call."""

    model: str
    outcome: str
    """``"answered"``, or the reason of the failure."""
    cases: int
    answered: int
    usage: Usage
    cost_usd: float
    duration_s: float


class ClaudeModel:
    """Explains failures with Claude: all cases in one call, unsure ones again by a larger model.

    Only what is too much for one request is asked in several, one after the other.

    Parameters
    ----------
    client : anthropic.Anthropic or anthropic.AnthropicBedrockMantle
        From `open_client`.
    options : ClaudeOptions
        Which models to ask.
    breaker : CircuitBreaker
        Decides whether to ask at all.
    budget : DailyBudget
        Decides whether we can afford to.
    on_call : Callable[[CallReport], None], optional
        Told of every call, for metrics.
    """

    def __init__(
        self,
        client: Client,
        options: ClaudeOptions,
        *,
        breaker: CircuitBreaker,
        budget: DailyBudget,
        on_call: Callable[[CallReport], None] = lambda _: None,
    ) -> None:
        self._line = Line(client, breaker=breaker, budget=budget)
        self._options = options
        self._on_call = on_call

    @property
    def models(self) -> frozenset[str]:
        """The first model and the larger one, if there is one."""
        both = (self._options.model, self._options.escalation_model)
        return frozenset(filter(None, both))

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Explain the cases, keyed by failure id; a case without a usable answer is left out.

        Raises
        ------
        ModelUnavailableError
            Within ``deadline_s`` seconds, when no case got a usable answer.
        """
        deadline = time.monotonic() + deadline_s
        answers = self._ask_in_portions(cases, deadline)
        unsure = [case for case in cases if self._is_unsure(answers.get(case.failure_id))]
        larger = self._options.escalation_model
        if unsure and larger and deadline - time.monotonic() >= ESCALATION_NEEDS_S:
            # A larger model that cannot be asked changes nothing: the first answers stand.
            with suppress(ModelUnavailableError):
                second = self._ask(larger, portions(unsure)[0], deadline)
                answers |= {id_: _both_paid(answers[id_], answer) for id_, answer in second.items()}
        return answers

    def _ask_in_portions(self, cases: Sequence[Case], deadline: float) -> dict[str, ModelAnswer]:
        answers: dict[str, ModelAnswer] = {}
        for portion in portions(cases):
            try:
                answers |= self._ask(self._options.model, portion, deadline)
            except ModelUnavailableError:
                if not answers:
                    raise
                break  # the answers that came stand
        return answers

    def _is_unsure(self, answer: ModelAnswer | None) -> bool:
        return answer is not None and answer.verdict.confidence < self._options.escalate_below

    def _ask(self, model: str, cases: Sequence[Case], deadline: float) -> dict[str, ModelAnswer]:
        if time.monotonic() >= deadline:
            raise ModelOutageError("timeout")  # nobody's failure, and nothing is spent
        # Ids made for this one request: no log can name the case beside it.
        by_id = {secrets.token_hex(8): case for case in cases}
        message = user_message(by_id, fence=secrets.token_hex(16))
        max_tokens = THINKING_TOKENS + ANSWER_TOKENS * len(cases)
        asked = diagnosis_question(message, model=model, max_tokens=max_tokens)
        call = Call(self._line, asked)
        started, outcome = time.monotonic(), "answered"
        found: Mapping[str, Verdict] = {}
        try:
            reply = call.reply(min(deadline, started + self._options.timeout_s))
            found = verdicts(reply, by_id)
        except ModelUnavailableError as error:
            outcome = error.reason
            raise
        finally:
            self._on_call(
                CallReport(
                    model=model,
                    outcome=outcome,
                    cases=len(cases),
                    answered=len(found),
                    usage=call.usage,
                    cost_usd=call.cost_usd,
                    duration_s=time.monotonic() - started,
                )
            )
        return _shared(
            {by_id[id_].failure_id: verdict for id_, verdict in found.items()},
            model,
            call.usage,
            call.cost_usd,
        )


def _shared(
    verdicts: Mapping[str, Verdict], model: str, usage: Usage, cost_usd: float
) -> dict[str, ModelAnswer]:
    """Split a call's tokens and cost evenly, so that the answers' sums are the call's."""
    count = len(verdicts)
    return {
        failure_id: ModelAnswer(
            verdict=verdict,
            model=model,
            prompt_version=PROMPT_VERSION,
            input_tokens=_share(usage.prompt_tokens, index, count),
            output_tokens=_share(usage.output_tokens, index, count),
            cost_usd=cost_usd / count,
        )
        for index, (failure_id, verdict) in enumerate(verdicts.items())
    }


def _share(total: int, index: int, count: int) -> int:
    return total // count + (index < total % count)


def _both_paid(first: ModelAnswer, second: ModelAnswer) -> ModelAnswer:
    return replace(
        second,
        input_tokens=first.input_tokens + second.input_tokens,
        output_tokens=first.output_tokens + second.output_tokens,
        cost_usd=first.cost_usd + second.cost_usd,
    )
