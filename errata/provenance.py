"""From verdict to diagnosis: whose it is, what it cost, and evidence from this very log."""

from dataclasses import dataclass, replace
from datetime import datetime

from errata.diagnosis import Diagnosis, Dispute, Verdict
from errata.events import FailureEvent
from errata.fingerprint import fingerprint_examined, former_fingerprints
from errata.patterns import Examination, PatternMatch, examine, match_examined, rules_version
from errata.ports import ModelAnswer
from errata.redaction import redact_event
from errata.taxonomy import Source
from errata.verification import anchored, verified, weigh


@dataclass(frozen=True, eq=False)
class Patient:
    """One failure on its way to a diagnosis."""

    examination: Examination
    fingerprint: str
    by_rules: PatternMatch
    former: tuple[str, ...] = ()
    """Its fingerprints by earlier versions of the algorithm."""

    @property
    def event(self) -> FailureEvent:
        """The redacted event."""
        return self.examination.event


def admit(event: FailureEvent) -> Patient:
    """Redact an event and read it once, for everything that follows."""
    examination = examine(redact_event(event))
    return Patient(
        examination,
        fingerprint_examined(examination),
        match_examined(examination),
        former_fingerprints(examination),
    )


@dataclass(frozen=True, slots=True)
class Provenance:
    """Turns what is known of one failure into its diagnosis."""

    patient: Patient
    received: datetime
    now: datetime
    upgradeable: bool

    def by_rules(self) -> Diagnosis:
        """Return the verdict of the patterns."""
        found = self.patient.by_rules
        return self._diagnosis(
            found.verdict, Source.PATTERNS, rule=found.rule, upgradeable=self.upgradeable
        )

    def answered(self, answer: ModelAnswer) -> Diagnosis:
        """Return the checked verdict of the model, or of a rule that outweighs it.

        Either way the model was asked and paid, so the diagnosis counts as its own and is
        remembered like one; a rule that is named is the one that spoke instead.
        """
        checked = verified(answer.verdict, self.patient.examination.log)
        weighed = weigh(replace(answer, verdict=checked), self.patient.by_rules, self.patient.event)
        paid = {
            "input_tokens": answer.input_tokens,
            "output_tokens": answer.output_tokens,
            "cost_usd": answer.cost_usd,
        }
        diagnosis = self._diagnosis(
            weighed.verdict,
            Source.CLAUDE,
            rule=weighed.rule,
            model=answer.model,
            prompt_version=answer.prompt_version,
            dispute=weighed.dispute,
        )
        return diagnosis.model_copy(update=paid)

    def recalled(self, known: Diagnosis) -> Diagnosis:
        """Return a remembered verdict, with evidence from this failure's own log."""
        own = anchored(known.evidence, self.patient.examination.log)
        verdict = Verdict(
            **known.model_dump(include=set(Verdict.model_fields) - {"evidence"}),
            evidence=own or self.patient.by_rules.verdict.evidence,
        )
        return self._diagnosis(
            verdict,
            Source.MEMORY,
            rule=known.rule,
            model=known.model,
            prompt_version=known.prompt_version,
            dispute=known.dispute,
        )

    def _diagnosis(
        self,
        verdict: Verdict,
        source: Source,
        *,
        rule: str | None = None,
        model: str | None = None,
        prompt_version: str | None = None,
        dispute: Dispute | None = None,
        upgradeable: bool = False,
    ) -> Diagnosis:
        event = self.patient.event
        return Diagnosis(
            **verdict.model_dump(),
            failure_id=event.failure_id,
            experiment_id=event.experiment_id,
            fingerprint=self.patient.fingerprint,
            source=source,
            diagnosed_at=self.now,
            rule=rule,
            model=model,
            prompt_version=prompt_version,
            rules_version=rules_version(),
            dispute=dispute,
            latency_ms=max(0.0, (self.now - self.received).total_seconds() * 1_000),
            upgradeable=upgradeable,
        )
