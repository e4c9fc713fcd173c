"""Which codecs become parents, and what is offered to the archive."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from errata.events import ArtifactRef
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.champion import Champion
from orchestrator.codec.course import Course
from orchestrator.codec.evaluate import Evaluator
from orchestrator.loop import Loop
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.selection import MOST_TOLD, Selection
from orchestrator.trial import Trial
from tests.support.elites import elite
from tests.support.samples import ulid
from tests.unit.orchestrator.curves import curve
from tests.unit.orchestrator.fakes import MemoryArchive, MemoryArtifacts, OpenSandbox
from tests.unit.orchestrator.house import (
    ADOPTED,
    BETTER,
    BETTER_YET,
    CRASHES,
    FAILED,
    START,
    TEXTURE,
    WIDE,
    WORSE,
    House,
)

pytestmark = pytest.mark.usefixtures("without_vmaf")
"""WORSE is no better than the start codec, but alone in its cell, for its quality."""
WORSE_THAN_BETTER = START.replace("ROUNDING = 0.5", "ROUNDING = 0.48")


class Museum:
    """A selection over an archive in memory, with a champion and as many elites as a test asks."""

    def __init__(self) -> None:
        self.archive, self.artifacts = MemoryArchive(), MemoryArtifacts()
        self.course = Course((TEXTURE,))
        self.selection = Selection(self.archive, self.artifacts, self.course)
        trial = Trial(Evaluator(OpenSandbox(), self.course), b"# champion", "0" * 64)
        trial.working = {TEXTURE.name: tuple(curve())}
        trial.metrics = {"bd_rate": 1.0, "hold_out_bd_rate": 2.0}
        self.champion = Champion(ulid(number=999), trial)

    def show(self, number: int, **fields: object) -> None:
        """Put an elite into a cell of its own."""
        fields.setdefault("course", self.selection.course)
        fields.setdefault("score", float(number))
        points = tuple(point.as_dict() for point in curve())
        record = elite(number, at=points, **fields)
        self.artifacts.put("code", f"# {number}".encode())
        cell = record.cell.model_copy(update={"rate": number % 4, "time": number // 4})
        self.archive.cells[cell.name] = record.model_copy(update={"cell": cell})

    def briefs(self, count: int = 400) -> list[Brief]:
        return [self.selection.brief(self.champion, drawn(n)) for n in range(count)]


@pytest.fixture
def museum() -> Museum:
    return Museum()


def test_without_elites_the_champion_is_the_parent_and_no_chance_is_used(museum: Museum) -> None:
    random = drawn(1)
    brief = museum.selection.brief(museum.champion, random)
    assert (brief.parent, brief.parent_id) == ("# champion", museum.champion.experiment_id)
    assert (brief.front, brief.mates) == ((), ())
    assert random.random() == drawn(1).random()


def test_half_of_the_parents_are_champions_the_others_elites_and_the_best_most_often(
    museum: Museum,
) -> None:
    for number in range(4):
        museum.show(number)
    parents = Counter(brief.parent for brief in museum.briefs())
    assert 150 < parents.pop("# champion") < 250
    assert len(parents) == 4
    assert parents["# 0"] > parents["# 2"] > 10
    assert parents["# 1"] > parents["# 3"] > 10


def test_a_newcomer_is_chosen_more_often_than_what_was_chosen_before(museum: Museum) -> None:
    museum.show(0)
    museum.briefs()
    museum.show(1)  # the worse of the two
    parents = Counter(brief.parent for brief in museum.briefs(40))
    assert parents["# 1"] > parents["# 0"]


def test_proposers_are_told_of_the_other_elites_best_first(museum: Museum) -> None:
    for number in range(12):
        museum.show(number, metrics={"bd_rate": float(number)})
    for brief in museum.briefs(20):
        assert len(brief.front) == len(brief.mates) == MOST_TOLD
        assert brief.parent not in brief.mates
        assert len(set(brief.mates)) == MOST_TOLD
    brief = next(b for b in museum.briefs() if b.parent == "# 3")
    assert brief.mates[:4] == ("# champion", "# 0", "# 1", "# 2")
    assert brief.front[1].metrics == {"bd_rate": 0.0}
    assert [round(p.psnr_yuv_db, 6) for p in brief.points] == [
        round(p.psnr_yuv_db, 6) for p in curve()
    ]


def test_nothing_of_the_hold_out_clip_is_told(museum: Museum) -> None:
    museum.show(1)
    brief = next(b for b in museum.briefs() if b.parent == "# 1")
    assert brief.front[0].metrics == {"bd_rate": 1.0}


def test_elites_of_other_courses_are_left_alone(museum: Museum) -> None:
    museum.show(1, course="d" * 64)
    assert {brief.parent for brief in museum.briefs(50)} == {"# champion"}
    assert all(brief.front == () for brief in museum.briefs(5))


def test_the_champion_is_no_elite_beside_itself(museum: Museum) -> None:
    museum.show(1, experiment_id=museum.champion.experiment_id)
    assert all(brief.front == () for brief in museum.briefs(20))


def test_an_elite_whose_code_is_gone_is_left_out_with_a_word(
    museum: Museum, caplog: pytest.LogCaptureFixture
) -> None:
    museum.show(1)
    museum.show(2)
    del museum.artifacts.blobs[ArtifactRef.to("code", b"# 1").key]
    assert {brief.parent for brief in museum.briefs(50)} == {"# champion", "# 2"}
    assert "elite left out" in caplog.text


def test_sources_are_fetched_once(museum: Museum, monkeypatch: pytest.MonkeyPatch) -> None:
    museum.show(1)
    museum.briefs(10)
    monkeypatch.setattr(museum.artifacts, "get", lambda _: pytest.fail("fetched again"))
    museum.briefs(10)


def test_while_the_table_is_away_what_is_known_goes_on(museum: Museum) -> None:
    museum.show(1)
    museum.briefs(1)
    museum.archive.down = True
    assert {brief.parent for brief in museum.briefs(50)} == {"# champion", "# 1"}


class Notes:
    """Proposes sources one after the other, and keeps the briefs."""

    name = "notes"

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)
        self.briefs: list[Brief] = []

    def propose(self, brief: Brief, random: Random) -> Proposal:
        self.briefs.append(brief)
        return Proposal(f"{self.codes.pop(0)}# {random.random()}\n", "again")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def archived(house: House, archive: MemoryArchive, *codes: str) -> Loop:
    return replace(house.loop_of(Notes(*codes)), archive=archive)


def drawn(number: int) -> Random:
    """Return the chances of the n-th experiment."""
    return Random(number)  # noqa: S311 - repeatable, guards nothing


def test_what_is_measured_is_offered_adopted_or_not(house: House) -> None:
    archive = MemoryArchive()
    loop = archived(house, archive, WORSE, CRASHES)
    start, worse, _ = loop.run(experiments=3, seed=1, jobs=1).experiments
    assert (start.status, worse.status, worse.stage) == (ADOPTED, FAILED, Stage.JUDGE)
    kept = {each.experiment_id: each for each in archive.elites()}
    assert kept.keys() == {start.experiment_id, worse.experiment_id}
    assert kept[worse.experiment_id].code == worse.code
    assert kept[worse.experiment_id].score > kept[start.experiment_id].score


def test_nothing_of_the_hold_out_clip_is_archived(tmp_path: Path) -> None:
    archive, house = MemoryArchive(), House(tmp_path, Course((TEXTURE,), hold_out=WIDE))
    _, better = archived(house, archive, BETTER).run(experiments=2, seed=1, jobs=1).experiments
    assert any(name.startswith("hold_out_") for name in better.metrics)
    (record,) = [each for each in archive.elites() if each.code == better.code]
    assert "hold_out" not in record.model_dump_json()
    assert record.metrics.keys() < better.metrics.keys()


def test_what_breaks_a_gate_is_not_offered(house: House) -> None:
    grey = START.replace("    return y, u, v", "    return y, u * 0, v * 0")
    archive = MemoryArchive()
    loop = archived(house, archive, grey)
    start, broken = loop.run(experiments=2, seed=1, jobs=1).experiments
    assert (broken.status, broken.stage) == (FAILED, Stage.JUDGE)
    assert [each.experiment_id for each in archive.elites()] == [start.experiment_id]


@pytest.fixture
def elites_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no parent from the champion while there are other elites."""
    monkeypatch.setattr("orchestrator.selection.CHAMPIONS_SHARE", 0)


@pytest.mark.usefixtures("elites_only")
@pytest.mark.parametrize(
    ("code", "status"),
    [(WORSE_THAN_BETTER, FAILED), (BETTER_YET, ADOPTED)],
    ids=["no better", "better"],
)
def test_a_child_of_an_elite_is_judged_against_the_champion(
    house: House, code: str, status: ExperimentStatus
) -> None:
    archive = MemoryArchive()
    loop = archived(house, archive, BETTER, WORSE)
    _, champion, elite = loop.run(experiments=3, seed=1, jobs=1).experiments
    assert (champion.status, elite.status) == (ADOPTED, FAILED)
    # Of the elites beside the champion, only that one is left.
    archive.cells = {n: e for n, e in archive.cells.items() if e.code == elite.code}
    (child,) = archived(house, archive, code).run(experiments=1, seed=1, jobs=1).experiments
    assert (child.parent_id, child.status) == (elite.experiment_id, status)
    newest = child if status is ADOPTED else champion
    assert house.store.champion_id == newest.experiment_id


def test_without_an_archive_every_parent_is_the_champion(house: House) -> None:
    loop = house.loop_of(Notes(WORSE, WORSE, WORSE))
    start, *children = loop.run(experiments=4, seed=1, jobs=1).experiments
    assert {child.parent_id for child in children} == {start.experiment_id}


def test_an_archive_that_is_away_stops_no_run(house: House) -> None:
    archive = MemoryArchive()
    archive.down = True
    summary = archived(house, archive, BETTER).run(experiments=2, seed=1, jobs=1)
    assert [e.status for e in summary.experiments] == [ADOPTED, ADOPTED]


def test_elites_of_one_clip_are_no_parents_on_another(tmp_path: Path) -> None:
    archive = MemoryArchive()
    archived(House(tmp_path / "one"), archive, WORSE).run(experiments=2, seed=1, jobs=1)
    other = House(tmp_path / "other", Course((WIDE,)))
    notes = Notes(*[CRASHES] * 6)
    replace(other.loop_of(notes), archive=archive).run(experiments=7, seed=1, jobs=1)
    assert {brief.parent for brief in notes.briefs} == {START}
