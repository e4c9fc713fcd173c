"""A model that knows nothing and is paid like one that does."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from errata.adapters.claude.prices import Usage, price_of
from errata.diagnosis import Verdict
from errata.ports import Case, ModelAnswer
from errata.prompts import PROMPT_VERSION, SYSTEM, portions, user_message
from errata.taxonomy import Category, Severity, Stage

CHARACTERS_PER_TOKEN = 3
CACHED_FOR = timedelta(minutes=5)
"""How long the model's prompt cache keeps the instructions after their last use."""
_SAID = Verdict(
    category=Category.RUNTIME_ERROR,
    severity=Severity.HIGH,
    stage=Stage.ENCODE,
    root_cause="The step before it hands over fewer samples than it reads. " * 2,
    fix_suggestion="Pad the plane to a multiple of the block size before the transform. " * 2,
    confidence=0.9,
)


class PricedModel:
    """Answers each case, and keeps count of calls, cases and dollars.

    Parameters
    ----------
    name : str
        Whose prices apply.
    clock : callable
        Returns the time, on which the prompt cache depends.
    """

    def __init__(
        self,
        name: str = "claude-haiku-5-5",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name = name
        self.models = frozenset({name})
        self.clock = clock
        self.calls = self.cases = 0
        self.cost_usd = 0.0
        self._cached_until: datetime | None = None

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Answer at once."""
        del deadline_s
        return {
            case.failure_id: answer
            for portion in portions(cases)
            for case, answer in zip(portion, self._call(portion), strict=True)
        }

    def _call(self, cases: Sequence[Case]) -> list[ModelAnswer]:
        asked = user_message({secrets.token_hex(8): it for it in cases}, secrets.token_hex(16))
        usage = self._usage(asked, len(cases))
        cost_usd = price_of(self.name).usd(usage)
        self.calls += 1
        self.cases += len(cases)
        self.cost_usd += cost_usd
        share = cost_usd / len(cases)
        return [ModelAnswer(_SAID, self.name, PROMPT_VERSION, 1, 1, share) for _ in cases]

    def _usage(self, asked: str, cases: int) -> Usage:
        standing = len(SYSTEM) // CHARACTERS_PER_TOKEN
        is_cached = self._cached_until is not None and self.clock() < self._cached_until
        self._cached_until = self.clock() + CACHED_FOR
        return Usage(
            input_tokens=len(asked) // CHARACTERS_PER_TOKEN,
            output_tokens=cases * len(_SAID.model_dump_json()) // CHARACTERS_PER_TOKEN,
            cache_write_tokens=0 if is_cached else standing,
            cache_read_tokens=standing if is_cached else 0,
        )
