from errata.archive import EliteRecord
from errata.learning import OTHERS, Arm, RepairTally, Tally
from errata.taxonomy import Category
from lambdas.admin_api.routes.learned import MOST_GROUPS, MOST_SKIPPED, MOST_TARGETS
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import (
    FINGERPRINT,
    NOW,
    FakeArtifacts,
    FakeStore,
    experiment,
    group,
    ulid,
)


def learned(client: Client) -> dict:
    answer = client.get("/api/learned")
    assert answer.status == 200, answer.json
    return answer.json


def test_nothing_is_learnt_from_nothing(client: Client) -> None:
    answer = learned(client)
    assert (answer["arms"], answer["repairs"], answer["archive"]["cells"]) == ([], [], [])
    assert answer["skipped"] == {"first_day": "2026-10-23", "count": 0, "more": False}


def test_arms_tell_what_they_died_of_and_the_most_tried_comes_first(
    client: Client, store: FakeStore
) -> None:
    deaths = {FINGERPRINT: 4.5, OTHERS: 2.0} | {f"v1-{n:032x}": n / 10 for n in range(1, 6)}
    store.all_groups = [group(root_cause="qp is never set")]
    store.all_arms = [
        Arm(operator="delete", tally=Tally(adopted=1.0)),
        Arm(operator="swap", tally=Tally(adopted=0.5, rejected=3.0, deaths=deaths)),
    ]
    swap, delete = learned(client)["arms"]

    assert (swap["operator"], swap["adopted"], swap["rejected"]) == ("swap", 0.5, 3.0)
    assert swap["died"] == sum(deaths.values())
    assert len(swap["groups"]) == MOST_GROUPS
    assert swap["groups"][0] == {
        "fingerprint": FINGERPRINT,
        "count": 4.5,
        "category": "runtime_error",
        "root_cause": "qp is never set",
    }
    assert swap["groups"][1]["category"] is None  # it has expired
    assert (delete["died"], delete["groups"]) == (0.0, [])


def test_of_many_targets_the_most_tried_are_told(client: Client, store: FakeStore) -> None:
    targets = {f"T{number}": Tally(rejected=float(number)) for number in range(30)}
    store.all_arms = [Arm(operator="parameters", targets=targets)]
    (arm,) = learned(client)["arms"]
    assert [each["target"] for each in arm["targets"]] == [
        f"T{number}" for number in range(29, 29 - MOST_TARGETS, -1)
    ]
    assert arm["more_targets"] == 30 - MOST_TARGETS


def test_repairs_are_told_by_category(client: Client, store: FakeStore) -> None:
    store.all_repairs = {
        Category.TIMEOUT: RepairTally(tried=2, refuted=1),
        Category.RUNTIME_ERROR: RepairTally(tried=5, verified=3, refuted=1),
        Category.SYNTAX_ERROR: RepairTally(),
    }
    assert learned(client)["repairs"] == [
        {"category": "runtime_error", "tried": 5, "verified": 3, "refuted": 1},
        {"category": "timeout", "tried": 2, "verified": 0, "refuted": 1},
    ]


def test_a_cell_tells_what_was_measured_where_cells_are_told_apart(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    point = {"kbps": 412.5, "psnr_yuv_db": 36.25, "encode_s": 1.5, "decode_s": 0.25}
    elite = EliteRecord(
        cell={"rate": 1, "quality": 2, "time": 0},
        experiment_id=ulid(),
        code=artifacts.put("code", b"a"),
        course="0" * 64,
        score=112.5,
        points=({"qp": 22.0, "kbps": 900.0}, {"qp": 32.0} | point),
        since=NOW,
    )
    store.all_elites = [elite, elite.model_copy(update={"points": ()})]
    told, unmeasured = learned(client)["archive"]["cells"]
    assert (told["cell"], told["score"]) == ({"rate": 1, "quality": 2, "time": 0}, 112.5)
    assert (told["kbps"], told["psnr_yuv_db"], told["seconds"]) == (412.5, 36.25, 1.75)
    assert unmeasured["seconds"] is None


def test_skipped_experiments_are_counted_up_to_a_bound(client: Client, store: FakeStore) -> None:
    skipped = [experiment(status="skipped") for _ in range(MOST_SKIPPED + 1)]
    store.all_experiments = [*skipped[:7], experiment()]
    assert learned(client)["skipped"]["count"] == 7
    store.all_experiments = skipped
    assert learned(client)["skipped"] == {
        "first_day": "2026-10-23",
        "count": MOST_SKIPPED,
        "more": True,
    }
