"""What a model's explanations cost: calls and dollars for 10,000 failures of 200 causes.

The real cascade and the real upgrade pass, on a simulated clock: ten failures a second, in the
queue's batches of ten, with a pass every ten minutes. The store lies in memory. The model answers
at once; its tokens are counted by characters and cost what a model's tokens cost today.

A slower stream makes more calls, at most one for each new cause and as soon as it is seen: only a
storm is worth gathering.
"""

import inspect
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.causes import COUNT, Failures
from benchmarks.priced import PricedModel
from benchmarks.report import Figure
from benchmarks.session import Session
from benchmarks.shelf import Shelf
from errata.candidate_code import CandidateCode
from errata.cases import case_of
from errata.claims import Pace
from errata.diagnoser import Diagnoser
from errata.events import FailureEvent
from errata.patterns import examine
from errata.redaction import redact_event
from errata.taxonomy import Source
from errata.upgrades import UpgradePass, UpgradeServices
from orchestrator.codec import start_codec

FAILURES, BATCH, SEED_BATCH = 10_000, 10, 50
PASS_EVERY = 600
"""Batches, one a second."""
PACE = Pace(5, timedelta(minutes=10))
FEWER = 500
SAMPLE = 20
"""Every so many failures is rendered to learn what asking about each would cost."""
CODE = inspect.getsource(start_codec).encode()


@dataclass
class _World:
    now: datetime = datetime(2026, 1, 31, tzinfo=UTC)
    model: PricedModel = field(default_factory=PricedModel)
    shelf: Shelf = field(default_factory=lambda: Shelf(CODE))

    def __post_init__(self) -> None:
        self.shelf.clock = self.model.clock = lambda: self.now
        self.failures = Failures(random.Random(7), self.shelf.put("code", CODE))  # noqa: S311 - a seed

    def batch(self, number: int) -> list[FailureEvent]:
        """Diagnose the next failures off the queue."""
        self.now += timedelta(seconds=1)
        events = [self.failures(self.now) for _ in range(BATCH)]
        diagnoser = Diagnoser(
            self.shelf, self.model, lambda: self.now, holder=str(number), pace=PACE
        )
        code = CandidateCode(events, self.shelf)
        for record in diagnoser.diagnose(events, deadline_s=40, code=code):
            self.shelf.add(record)
        return events

    def upgrade(self) -> None:
        """Run the scheduled pass."""
        services = UpgradeServices(
            store=self.shelf,  # type: ignore[arg-type] # as much of it as the pass uses
            artifacts=self.shelf,
            model=self.model,
            backlog=None,
            backlog_from=1,
            clock=lambda: self.now,
        )
        UpgradePass(services, deadline_s=3_600).run()


def measure(session: Session) -> list[Figure]:
    """Send the failures through the cascade, and count."""
    session.say(f"Explaining {FAILURES:,} failures of {COUNT} causes")
    world = _World()
    sampled: list[FailureEvent] = []
    for number in range(1, FAILURES // BATCH + 1):
        sampled += world.batch(number)[:: SAMPLE // 2]
        if number % PASS_EVERY == 0:
            world.upgrade()
    at_once = len(world.shelf.records)
    world.upgrade()
    return [*_calls(world), *_dollars(world, sampled), _explained(world, at_once), _told(world)]


def _calls(world: _World) -> list[Figure]:
    calls = world.model.calls
    return [
        Figure(
            name=f"model calls for {FAILURES:,} failures of {COUNT} causes",
            value=calls,
            rival=rival,
            rival_value=theirs,
            aim=f"≥ {FEWER} times fewer than failures",
            met=calls * FEWER <= FAILURES,
            samples=FAILURES,
            note=f"{world.model.cases} cases; {theirs / calls:,.0f} times fewer",
            unit="calls",
        )
        for rival, theirs in (
            ("one call per failure", FAILURES),
            (f"fixed batches of {SEED_BATCH}", FAILURES // SEED_BATCH),
        )
    ]


def _dollars(world: _World, sampled: list[FailureEvent]) -> list[Figure]:
    cases = [case_of(examine(redact_event(event)), CODE.decode(), ()) for event in sampled]
    figures = []
    for rival, size in (
        ("one call per failure", 1),
        (f"fixed batches of {SEED_BATCH}", SEED_BATCH),
    ):
        other = PricedModel(clock=lambda: world.now)
        for at in range(0, len(cases), size):
            other.diagnose(cases[at : at + size], deadline_s=40)
        theirs = other.cost_usd * FAILURES / len(cases)
        figures.append(
            Figure(
                name=f"cost of {FAILURES:,} failures",
                value=world.model.cost_usd,
                rival=rival,
                rival_value=theirs,
                aim="less",
                met=world.model.cost_usd < theirs,
                samples=len(cases),
                note=f"{world.model.name}; {theirs / world.model.cost_usd:,.0f} times less",
                unit="USD",
            )
        )
    return figures


def _explained(world: _World, at_once: int) -> Figure:
    sources = Counter(record.diagnosis.source for record in world.shelf.records.values())
    by_model = sources[Source.CLAUDE] + sources[Source.MEMORY]
    return Figure(
        name="failures explained by the model or its memory",
        value=by_model,
        rival="failures published",
        rival_value=FAILURES,
        aim="all of them, and each by the rules at least in its own batch",
        met=by_model == at_once == FAILURES,
        samples=FAILURES,
        note=f"{sources[Source.CLAUDE]} answers, {world.shelf.upgraded} after a pass",
        unit="",
    )


def _told(world: _World) -> Figure:
    groups = {
        (world.failures.causes[record.event.failure_id], record.diagnosis.fingerprint)
        for record in world.shelf.records.values()
    }
    causes = len({cause for cause, _ in groups})
    fingerprints = len({mark for _, mark in groups})
    return Figure(
        name="groups that the failures fall into",
        value=fingerprints,
        rival="their causes",
        rival_value=causes,
        aim="one each",
        met=len(groups) == causes == fingerprints,
        samples=FAILURES,
        note="no cause in two groups, no group of two causes" if len(groups) == causes else "",
        unit="",
    )
