"""What some days came to, computed from experiments and counters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from errata.census import Fate, RatePoint, curve, fate_of, taken
from errata.diagnosis import DailyCount, DayDigest, Group
from errata.digesting import GAIN, MOST_BLOCKS, MOST_TALES, Findings, digest, worth_telling
from errata.experiments import Experiment
from errata.taxonomy import Source
from tests.support.samples import NOON, experiment

DAY = NOON.date()
OLD, NEW = "v2-" + "0" * 32, "v2-" + "1" * 32


def group(fingerprint: str, *, days_ago: int = 0, **fields: object) -> Group:
    known = {
        "fingerprint": fingerprint,
        "category": "runtime_error",
        "severity": "high",
        "stage": "encode",
        "root_cause": f"Died of {fingerprint}.",
        "fix_suggestion": "Do not.",
        "count": 5,
        "first_seen": NOON - timedelta(days=days_ago),
        "last_seen": NOON,
        "exemplar_experiment_id": experiment().experiment_id,
        "exemplar_failure_id": experiment().experiment_id,
    }
    return Group.model_validate(known | fields)


GROUPS = {OLD: group(OLD, days_ago=9), NEW: group(NEW)}


def died(number: int, fingerprint: str | None = NEW, **fields: object) -> Experiment:
    when = NOON + timedelta(seconds=number)
    known = {"status": "failed", "stage": "encode", "fingerprint": fingerprint}
    return experiment(number, started_at=when, **(known | fields))


def adopted(number: int, **metrics: float) -> Experiment:
    return experiment(number, status="adopted", stage="judge", metrics=metrics)


@pytest.mark.parametrize(
    ("known", "fate"),
    [
        ({"status": "adopted", "stage": "judge"}, Fate.ADOPTED),
        ({"status": "failed", "stage": "judge"}, Fate.NO_BETTER),
        ({"status": "failed", "stage": "decode"}, Fate.DIED),
        ({"status": "failed", "stage": "propose"}, Fate.DIED),
        ({"status": "skipped", "stage": "propose"}, Fate.SKIPPED),
        ({"status": "running"}, Fate.UNDECIDED),
        ({"status": "abandoned"}, Fate.UNDECIDED),
    ],
)
def test_what_is_rejected_by_the_judge_did_not_die(known: Mapping[str, str], fate: Fate) -> None:
    assert fate_of(experiment(**known)) is fate


def test_a_death_is_repeated_if_its_group_was_known_before_it() -> None:
    deaths = [died(1), died(2, OLD), died(3), died(4, None), died(5)]

    told = digest(taken(reversed(deaths)), Findings(groups=GROUPS), DAY, DAY)

    assert (told.deaths, told.repeated) == (5, 3)  # the old one, and the new one's 2nd and 3rd
    shares = [(it.group.fingerprint, it.count, it.is_new) for it in told.groups]
    assert shares == [(NEW, 3, True), (OLD, 1, False)]
    assert told.other_deaths == 1


def test_a_group_that_came_back_is_told() -> None:
    groups = {OLD: group(OLD, days_ago=9, status="regressed")}
    (share,) = digest(taken([died(1, OLD)]), Findings(groups=groups), DAY, DAY).groups
    assert (share.is_new, share.has_regressed) == (False, True)


def test_blocks_hold_all_experiments_in_their_order_however_many() -> None:
    for count in (1, 7, 240, 1_001):
        told = digest(taken(died(number) for number in range(count)), Findings(), DAY, DAY)
        assert sum(block.size for block in told.blocks) == count
        assert len(told.blocks) <= MOST_BLOCKS
        assert [b.started_at for b in told.blocks] == sorted(b.started_at for b in told.blocks)
        assert told.blocks[0].first == 1
        sizes = {block.size for block in told.blocks}
        assert max(sizes) - min(sizes) <= 1  # a rate of one or two would tell nothing


def test_nothing_comes_to_nothing() -> None:
    told = digest(taken([]), Findings(), DAY, DAY)
    assert (told.deaths, told.repeated, told.waits, told.cost_usd) == (0, 0, None, 0)
    assert (told.blocks, told.kinds, told.groups, told.arms) == ((), (), (), ())


def test_arms_that_paid_come_first_and_those_that_killed_last_with_what_kills() -> None:
    census = taken(
        [
            died(1, OLD, operator="axes/encode"),
            died(2, NEW, operator="axes/decode"),
            died(3, NEW, operator="axes"),
            experiment(4, status="failed", stage="judge", operator="constants/QP"),
            experiment(5, status="adopted", operator="blocks"),
            experiment(6, status="adopted"),
        ]
    )

    arms = digest(census, Findings(groups=GROUPS), DAY, DAY).arms

    assert [arm.operator for arm in arms] == ["blocks", "constants", "axes"]
    assert arms[-1].fates == {Fate.DIED: 3}
    assert arms[-1].killer == GROUPS[NEW]
    assert arms[0].killer is None


def test_counters_of_days_add_up_to_kinds_sources_costs_and_waits() -> None:
    count = DailyCount(day=str(DAY), category="timeout", severity="high", stage="encode", count=2)
    other = count.model_copy(update={"category": "import_error", "stage": "validate", "count": 3})
    day = DayDigest(
        day=str(DAY),
        counts=(count, other),
        by_source={Source.CLAUDE: 1, Source.MEMORY: 4},
        cost_usd=0.5,
        waits={0: 4, 8: 1},
    )
    next_day = day.model_copy(update={"counts": (count,), "waits": {}})

    told = digest(taken([]), Findings(days=[day, next_day]), DAY, DAY)

    assert [(kind.stage, kind.category, kind.count) for kind in told.kinds] == [
        ("encode", "timeout", 4),
        ("validate", "import_error", 3),
    ]
    assert told.by_source == {Source.CLAUDE: 2, Source.MEMORY: 8}
    assert told.cost_usd == 1.0
    assert told.waits is not None
    assert told.waits.count == 5
    assert told.waits.p50_s < 2 < told.waits.p95_s


def test_what_was_skipped_is_told_with_what_had_died_of_it() -> None:
    killer = died(1, root_cause="It imports jax.")
    skips = [
        experiment(number, status="skipped", skipped_for=killer.experiment_id) for number in (2, 3)
    ]
    lost = experiment(4, status="skipped", skipped_for=died(9).experiment_id)
    found = Findings(killers={killer.experiment_id: killer})

    told = digest(taken([killer, *skips, lost]), found, DAY, DAY)

    assert [(skip.count, skip.root_cause) for skip in told.skips] == [
        (2, "It imports jax."),
        (1, "no longer kept"),
    ]


def test_the_largest_gains_are_told_best_first() -> None:
    gains = [adopted(n, **{GAIN: -float(n)}) for n in range(1, 9)]
    told = worth_telling([adopted(0), *gains])
    assert [each.metrics[GAIN] for each in told] == [-8.0, -7.0, -6.0, -5.0, -4.0][:MOST_TALES]


def test_a_digest_cut_short_says_so() -> None:
    assert not digest(taken([]), Findings(), DAY, DAY, complete=False).complete
    assert replace(digest(taken([]), Findings(), date(2026, 1, 1), DAY)).first_day.year == 2026


def test_only_points_that_can_be_drawn_make_a_curve() -> None:
    points = [
        {"kbps": 20.0, "psnr_y_db": 33.0},
        {"kbps": 0.0, "psnr_y_db": 30.0},
        {"kbps": 10.0},
        {"kbps": 10.0, "psnr_y_db": 31.0},
    ]
    assert curve(points) == (RatePoint(10.0, 31.0), RatePoint(20.0, 33.0))
