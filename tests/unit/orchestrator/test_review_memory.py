"""What a review remembers of others when it looks at a candidate."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files

import pytest

from errata.diagnosis import FailureRecord, Group
from errata.errors import NotFoundError
from errata.events import Frame, RaisedException
from errata.experiments import Experiment
from errata.learning import Death
from errata.ports import Page
from errata.taxonomy import GroupStatus
from orchestrator.learning.preflight import constructs
from orchestrator.review.concern import Certainty, Concern
from orchestrator.review.review import Recall, review
from tests.support.samples import diagnosis, experiment, failure
from tests.unit.admin_api.fakes import FakeArtifacts
from tests.unit.domain.test_digest import group
from tests.unit.orchestrator.reviewed import GOOD

START = files("orchestrator.codec").joinpath("start_codec.py").read_bytes()
CERTAIN, LIKELY, POSSIBLE = Certainty
FINGERPRINT = "v2-" + "7" * 32


class FakeMemory:
    """What is remembered, in memory."""

    def __init__(self) -> None:
        self.experiments: dict[str, Experiment] = {}
        self.hashes: dict[str, str] = {}
        self.known: list[Group] = []
        self.records: list[FailureRecord] = []
        self.dead: list[Death] = []

    def experiment(self, experiment_id: str) -> Experiment:
        if experiment_id not in self.experiments:
            raise NotFoundError(experiment_id)
        return self.experiments[experiment_id]

    def champion(self) -> Experiment | None:
        return None

    def tried_by(self, sha256: str) -> str | None:
        return self.hashes.get(sha256)

    def groups(
        self, *, limit: int, cursor: str | None = None, status: GroupStatus | None = None
    ) -> Page[Group]:
        del cursor, status
        return Page(tuple(self.known[:limit]))

    def failures(self, names: Sequence[tuple[str, str]]) -> Sequence[FailureRecord]:
        return [
            each
            for each in self.records
            if (each.event.experiment_id, each.event.failure_id) in names
        ]

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        return [death for death in self.dead if death.known_by in constructs]

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        return {each.fingerprint: each for each in self.known if each.fingerprint in fingerprints}


@pytest.fixture
def recall() -> Recall:
    return Recall(FakeMemory(), FakeArtifacts())


def remember_death(recall: Recall, source: str, *, status: str = "open", parent: str = "") -> str:
    """Keep a death at a line, of an experiment made from a parent; return the experiment's id."""
    memory = recall.memory
    assert isinstance(memory, FakeMemory)
    before = experiment(1, code=recall.artifacts.put("code", parent.encode()))
    frames = (
        Frame(file="candidate.py", line=40, function="encode", source=source),
        Frame(
            file="numpy/lib/x.py",
            line=7,
            function="inner",
            source="raise ValueError(far, from_, it)",
        ),
    )
    raised = RaisedException(type="ValueError", frames=frames)
    event = failure(2, exceptions=(raised,))
    known = {"status": "failed", "parent_id": before.experiment_id, "fingerprint": FINGERPRINT}
    dead = experiment(2, experiment_id=event.experiment_id, root_cause="Shapes.", **known)
    memory.experiments = {each.experiment_id: each for each in (before, dead)}
    memory.records = [FailureRecord(event=event, diagnosis=diagnosis(event))]
    exemplar = {
        "exemplar_experiment_id": event.experiment_id,
        "exemplar_failure_id": event.failure_id,
    }
    memory.known = [group(FINGERPRINT, count=7, status=status, **exemplar)]
    return event.experiment_id


LINE = "    y = y.reshape(-1, 8, 8)"
WITH_LINE = GOOD.replace("    return zlib", f"{LINE}\n    return zlib")


def remembered(recall: Recall, code: str = WITH_LINE, parent: str = GOOD) -> list[Concern]:
    return review(code.encode(), parent=parent, recall=recall)


@pytest.mark.parametrize("spelt", ["y = y.reshape(-1, 8, 8)", "y=y.reshape( -1,8,8 ) # blocks"])
def test_a_line_at_which_another_died_is_told_with_its_evidence(recall: Recall, spelt: str) -> None:
    name = remember_death(recall, spelt)
    (concern,) = remembered(recall)
    assert (concern.certainty, concern.code, concern.line) == (POSSIBLE, "known_line", 6)
    assert (concern.experiment_id, concern.seen, concern.fix) == (name, 7, "Do not.")
    assert "its line 40, in the same function, and new in it" in concern.message


def test_a_line_that_something_lives_with_is_not_held_against_it(recall: Recall) -> None:
    remember_death(recall, LINE.strip())
    assert remembered(recall, parent=WITH_LINE) == []
    remember_death(recall, LINE.strip(), parent=WITH_LINE)
    assert remembered(recall) == []


def test_a_line_that_tells_nothing_matches_nothing(recall: Recall) -> None:
    remember_death(recall, "data = y")
    assert (
        remembered(recall, GOOD.replace("    return zlib", "    data = y\n    return zlib")) == []
    )


def test_what_is_resolved_is_not_held_against_anybody(recall: Recall) -> None:
    remember_death(recall, LINE.strip(), status="resolved")
    assert remembered(recall) == []


def test_the_same_new_parts_are_known_by_what_they_killed(recall: Recall) -> None:
    name = remember_death(recall, "nothing(that, is, here)")
    assert isinstance(recall.memory, FakeMemory)
    known_by = constructs(GOOD, WITH_LINE).change
    recall.memory.dead = [Death(known_by=known_by, experiment_id=name, fingerprint=FINGERPRINT)]
    (concern,) = remembered(recall)
    assert (concern.certainty, concern.code, concern.seen) == (LIKELY, "known_construct", 7)
    assert name in concern.message


def test_the_same_code_is_told_with_what_became_of_it(recall: Recall) -> None:
    name = remember_death(recall, "nothing(that, is, here)")
    assert isinstance(recall.memory, FakeMemory)
    recall.memory.hashes = {hashlib.sha256(GOOD.encode()).hexdigest(): name}
    (concern,) = remembered(recall, GOOD)
    assert (concern.certainty, concern.code) == (LIKELY, "tried_before")
    assert "died at stage encode: Shapes." in concern.message


def test_the_surest_comes_first_and_silences_guesses_about_its_line(recall: Recall) -> None:
    remember_death(recall, "import torch, torch.nn")
    found = remembered(recall, GOOD + LINE.replace("    y =", "y =") + "\nimport torch, torch.nn\n")
    assert [each.code for each in found] == ["missing_import", "missing_import"]


@pytest.mark.parametrize("deep", ["-" * 900 + "1", "len" + ".b" * 2_000, "len" + "()" * 1_500])
def test_what_is_nested_deeply_is_reviewed_as_far_as_it_can_be(deep: str, recall: Recall) -> None:
    about = {each.code for each in remembered(recall, f"{GOOD}\nx = {deep}\n")}
    assert about <= {"too_deep"}
