import json
import re

import pytest

from errata.experiments import Experiment
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.measurements import Measurements, of_clips
from orchestrator.codec.metrics import OperatingPoint
from orchestrator.codec.synthetic import moving_texture
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeArtifacts, FakeStore, experiment, ulid


def point(qp: int) -> OperatingPoint:
    return OperatingPoint(
        qp=qp,
        bpp=0.1,
        kbps=2_000.0 - 40 * qp,
        psnr_y_by_frame_db=(59.0 - qp, 61.0 - qp),
        psnr_u_by_frame_db=(62.0 - qp,) * 2,
        psnr_v_by_frame_db=(64.0 - qp,) * 2,
        ssim_y=0.9,
        vmaf=80.0,
        shown_frames=(0, 1),
    )


POINTS = tuple(point(qp) for qp in (22, 32))
CLIP = Clip("texture", moving_texture(), {"x264_medium": POINTS})
WIDE = Clip("wide", moving_texture(), {})


def as_kept() -> bytes:
    """What the orchestrator keeps, by its own code."""
    course = Course((CLIP,), WIDE)
    kept = Measurements(
        code_sha256="0" * 64,
        isolation="user",
        working=of_clips(course.working, {"texture": POINTS}),
        hold_out=of_clips((WIDE,), {"wide": POINTS[:1]})[0],
        encoders={"x264": "r3108"},
    )
    return kept.model_dump_json().encode()


def measured(artifacts: FakeArtifacts, data: bytes | None = None, **fields: object) -> Experiment:
    ref = artifacts.put("measurements", as_kept() if data is None else data)
    stored = [p.as_dict() for p in POINTS]
    return experiment(**({"status": "adopted", "measurements": ref, "points": stored} | fields))


def test_everything_measured_clip_by_clip(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    store.all_experiments = [measured(artifacts)]
    answer = client.get(f"/api/experiments/{store.all_experiments[0].experiment_id}/measurements")

    assert answer.status == 200
    texture, wide = answer.json["clips"]
    assert (texture["clip"], texture["hold_out"], wide["hold_out"]) == ("texture", False, True)
    assert texture["points"][0]["psnr_y_db"] == 38
    assert texture["points"][0]["psnr_yuv_db"] == (6 * 38 + 40 + 42) / 8
    assert texture["anchors"]["x264_medium"][1]["kbps"] == 720
    assert answer.json["encoders"] == {"x264": "r3108"}


def test_what_never_came_to_a_measurement_has_none(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    gone = measured(artifacts)
    artifacts.kept.clear()
    store.all_experiments = [experiment(), gone]
    for item in store.all_experiments:
        answer = client.get(f"/api/experiments/{item.experiment_id}/measurements")
        assert (answer.status, answer.json["clips"]) == (200, [])


@pytest.mark.parametrize(
    "data", [b"not JSON", b"{}", b'{"working": [{"clip": "x"}]}', b"[1, 2]", b'{"working": null}']
)
def test_measurements_of_an_unknown_form_are_said_to_be(
    client: Client, store: FakeStore, artifacts: FakeArtifacts, data: bytes
) -> None:
    store.all_experiments = [measured(artifacts, data)]
    experiment_id = store.all_experiments[0].experiment_id
    answer = client.get(f"/api/experiments/{experiment_id}/measurements")
    assert answer.status == 404
    assert re.search(r"form not known here: \S+", answer.error["message"])
    assert client.get("/api/curves").json["anchors"] == {}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("working.0.points.0.kbps", 0),
        ("working.0.points.0.kbps", "fast"),
        ("working.0.points.0.psnr_y_by_frame_db", [1e308, 1e308]),
        ("working.0.points.0.psnr_u_by_frame_db", []),
        ("working.0.clip", "x" * 300),
        ("working.0.points", [{}] * 65),
        ("isolation", "x" * 300),
        ("hold_out", {"clip": "wide"}),
    ],
)
def test_of_broken_measurements_the_broken_field_is_named(
    client: Client,
    store: FakeStore,
    artifacts: FakeArtifacts,
    place: str,
    value: object,
) -> None:
    part = kept = json.loads(as_kept())
    *way, last = place.split(".")
    for step in way:
        part = part[int(step) if step.isdigit() else step]
    part[last] = value
    store.all_experiments = [measured(artifacts, json.dumps(kept).encode())]

    experiment_id = store.all_experiments[0].experiment_id
    answer = client.get(f"/api/experiments/{experiment_id}/measurements")

    assert answer.status == 404
    assert experiment_id in answer.error["message"]
    assert place in answer.error["message"]
    assert client.get("/api/curves").status == 200


def test_anchors_are_of_the_newest_measurements_that_can_be_read(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    gone = measured(artifacts, b"expired")
    store.all_experiments = [measured(artifacts, b"not JSON"), gone, measured(artifacts)]
    del artifacts.kept[gone.measurements.key]
    assert list(client.get("/api/curves").json["anchors"]) == ["x264_medium"]


def test_in_search_of_anchors_few_artifacts_are_read(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    broken = [measured(artifacts, f"broken {n}".encode()) for n in range(50)]
    store.all_experiments = [*broken, measured(artifacts)]
    assert client.get("/api/curves").json["anchors"] == {}
    assert artifacts.reads == 3
    assert len(store.asked) == 2


def test_what_failed_makes_no_reference(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    store.all_experiments = [measured(artifacts, status="failed")]
    told = client.get("/api/curves").json
    assert (told["anchors"], told["adopted"], len(told["failed"])) == ({}, [], 1)
    assert artifacts.reads == 0


def test_curves_of_what_was_adopted_and_what_failed(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    adopted = measured(artifacts)
    failed = experiment(
        category="logic_error",
        severity="low",
        failure_id=ulid(),
        parent_id=adopted.experiment_id,
        points=[POINTS[0].as_dict(), {"qp": 27, "kbps": 0.0, "psnr_y_db": 30.0}],
    )
    crashed = experiment(parent_id=adopted.experiment_id)
    store.all_experiments = [adopted, failed, crashed]

    told = client.get("/api/curves").json

    assert list(told["anchors"]) == ["x264_medium"]
    assert told["adopted"][0]["points"][0] == {"kbps": 1120.0, "psnr_y_db": 38.0}
    assert [len(it["points"]) for it in told["failed"]] == [1, 0]
    assert told["failed"][0]["severity"] == "low"
    assert told["failed"][1]["parent_id"] == adopted.experiment_id
    assert told["truncated"] is False


def test_points_are_told_as_exactly_as_they_can_be_drawn(client: Client, store: FakeStore) -> None:
    fine = [
        {"kbps": 1284.053333333, "psnr_y_db": 38.12345678},
        {"kbps": 0.0042181513, "psnr_y_db": 9.5},
    ]
    store.all_experiments = [experiment(points=fine)]
    assert client.get("/api/curves").json["failed"][0]["points"] == [
        {"kbps": 1284.1, "psnr_y_db": 38.12},
        {"kbps": 0.0042182, "psnr_y_db": 9.5},
    ]


def test_the_reigning_codec_is_shown_when_none_was_adopted_in_these_days(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    store.all_experiments = [measured(artifacts)]
    told = client.get("/api/curves", first_day="2020-01-01", last_day="2020-01-02").json
    assert [it["experiment_id"] for it in told["adopted"]] == [
        store.all_experiments[0].experiment_id
    ]
    assert told["anchors"]


@pytest.mark.parametrize(("points", "shown"), [(0, 90), (4, 90), (64, 7)])
def test_no_more_is_told_than_a_plot_draws(
    client: Client, store: FakeStore, points: int, shown: int
) -> None:
    """Few experiments of many points are as much to draw as many of few."""
    measured = [{"kbps": 100.0 + n, "psnr_y_db": 30.0} for n in range(points)]
    store.all_experiments = [experiment(points=measured) for _ in range(500)]
    told = client.get("/api/curves").json
    newest = [e.experiment_id for e in store.all_experiments[:shown]]
    assert [it["experiment_id"] for it in told["failed"]] == newest
    assert sum(len(it["points"]) for it in told["failed"]) <= 450
    assert told["truncated"] is True
