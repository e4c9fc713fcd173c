"""What was found out before: which of it is still good, and who may find out more."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from errata.diagnosis import Diagnosis
from errata.patterns import rules_version
from errata.prompts import PROMPT_VERSION
from errata.taxonomy import Category, Source, Verification
from errata.verification import UNSURE

ASK_AGAIN = timedelta(days=1)
"""After this time an answer that was unsure, or of no use, is asked for anew."""


class Memory(Protocol):
    """The part of a `DiagnosisStore` that the cascade needs."""

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        """Return the group that each fingerprint belongs to."""

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        """Return the best reusable diagnosis of each known fingerprint."""

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return the fingerprints that ``holder`` alone may ask a model about, until then."""

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        """Give up claims."""

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        """Return diagnoses of a category that are known to be right."""


def recall(
    memory: Memory, fingerprints: Sequence[str], now: datetime, models: frozenset[str]
) -> dict[str, Diagnosis]:
    """Return the diagnoses that can be reused as they are, by fingerprint.

    Parameters
    ----------
    memory : Memory
        Where they are.
    fingerprints : sequence of str
        Whose diagnoses are wanted.
    now : datetime
        With a time zone.
    models : frozenset of str
        Whose answers still count; empty when anybody's do.
    """
    wanted = list(dict.fromkeys(fingerprints))
    known = memory.remembered(wanted) if wanted else {}
    return {mark: it for mark, it in known.items() if _is_good(it, now, models)}


def refuted(memory: Memory, fingerprints: Sequence[str]) -> dict[str, Diagnosis]:
    """Return the answers of models that a repair has refuted, by fingerprint."""
    return {mark: it for mark, it in memory.remembered(fingerprints).items() if _is_refuted(it)}


def _is_refuted(known: Diagnosis) -> bool:
    return known.source is not Source.HUMAN and known.verified is Verification.REFUTED


def _is_good(known: Diagnosis, now: datetime, models: frozenset[str]) -> bool:
    """Tell whether asking would be vain: nobody outranks a person, and a model repeats itself.

    A model's answer ages with the model, with what it was asked, and with the rules it was
    weighed against, and it ends when a repair refutes it. The rules' own verdicts are made anew,
    for nothing.
    """
    if known.source is Source.HUMAN:
        return True
    today = (PROMPT_VERSION, rules_version())
    if known.source is Source.PATTERNS or (known.prompt_version, known.rules_version) != today:
        return False
    if _is_refuted(known) or (models and known.model not in models):
        return False
    return known.confidence >= UNSURE or now - known.diagnosed_at < ASK_AGAIN
