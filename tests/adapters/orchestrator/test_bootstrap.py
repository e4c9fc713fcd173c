"""The composed loop: real adapters on the template's resources, real boxes."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import ConfigurationError
from errata.events import FailureEvent
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.bootstrap import build_loop
from orchestrator.codec import clips
from orchestrator.codec.measurements import Measurements
from orchestrator.codec.metrics import split
from orchestrator.codec.synthetic import moving_texture
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.settings import OrchestratorSettings
from tests.support.aws import Cloud
from tests.support.roles import InRole


@pytest.fixture
def settings(cloud: Cloud, tmp_path: Path) -> OrchestratorSettings:
    return OrchestratorSettings(
        table=cloud.table.name,
        artifacts_bucket=cloud.artifacts_bucket,
        failures_queue_url=cloud.failures_queue_url,
        home=tmp_path,
        clips=("texture",),
        hold_out_clip="",
        frames=8,
    )


@pytest.fixture
def texture(settings: OrchestratorSettings) -> None:
    """A clip that needs no network, in the data folder."""
    video = moving_texture(height=64)
    planes = split(video.planes, video)
    data = b"".join(plane[t].tobytes() for t in range(video.frames) for plane in planes)
    sha256 = hashlib.sha256(data).hexdigest()
    note = clips.ClipNote(
        name="texture",
        frames=video.frames,
        height=video.height,
        width=video.width,
        rate=Fraction(25),
        sha256=sha256,
        origin="made up",
        licence="none",
        source_sha256=sha256,
    )
    settings.clips_dir.mkdir(parents=True)
    (settings.clips_dir / "texture.json").write_text(note.model_dump_json())
    (settings.clips_dir / "texture.i420").write_bytes(data)


@pytest.fixture(autouse=True)
def in_its_role(cloud: Cloud) -> Iterator[InRole]:
    """The machines' role, which nothing here is refused by."""
    role = InRole("OrchestratorRole", cloud)
    yield role
    assert role.refused == []


@pytest.mark.usefixtures("texture")
def test_experiments_reach_the_table_and_failures_the_queue(
    cloud: Cloud, settings: OrchestratorSettings, in_its_role: InRole
) -> None:
    with in_its_role.taken():
        loop = build_loop(settings)
    summary = loop.run(experiments=4, seed=3, jobs=1)
    store = DynamoDbStore(cloud.table)
    for experiment in summary.experiments:
        assert store.experiment(experiment.experiment_id) == experiment
    champion = store.champion()
    assert champion is not None
    assert champion.experiment_id == summary.champion_id
    assert champion.measurements is not None
    kept = Measurements.model_validate_json(loop.artifacts.get(champion.measurements))
    assert set(kept.working[0].anchors) == {"x264_medium", "x265_medium", "svt_av1"}
    assert kept.encoders
    messages = cloud.sqs.receive_message(
        QueueUrl=cloud.failures_queue_url, MaxNumberOfMessages=10
    ).get("Messages", [])
    events = [FailureEvent.model_validate_json(message["Body"]) for message in messages]
    failed = [e for e in summary.experiments if e.status is ExperimentStatus.FAILED]
    assert failed
    assert {event.failure_id for event in events} == {e.failure_id for e in failed}


@pytest.mark.usefixtures("texture")
def test_the_next_run_goes_on_from_the_stored_champion(
    settings: OrchestratorSettings, in_its_role: InRole
) -> None:
    with in_its_role.taken():
        first = build_loop(settings).run(experiments=1, seed=1)
        second = build_loop(settings).run(experiments=1, seed=1, jobs=1)
    assert second.experiments[0].parent_id == first.champion_id
    assert second.experiments[0].proposer == "mutate"


def test_without_its_clip_no_loop_is_built(settings: OrchestratorSettings) -> None:
    with pytest.raises(ConfigurationError, match="is not there"):
        build_loop(settings.model_copy(update={"clips": ("carphone_qcif",)}))


@pytest.mark.usefixtures("texture")
def test_output_that_a_queue_refuses_does_not_stop_the_run(
    cloud: Cloud, settings: OrchestratorSettings
) -> None:
    hostile = (
        "def encode(y, u, v, fps, qp):\n"
        "    print('\\uffff\\0')\n"
        "    raise OSError('\\ud800\\uffff')\n"
        "def decode(bitstream): ...\n"
    )

    class Hostile:
        name = "hostile"

        def propose(self, brief: Brief, random: Random) -> Proposal:
            assert brief.parent
            assert random
            return Proposal(hostile, "hostile \ud800\uffff\0")

    loop = replace(build_loop(settings), proposer=Hostile())
    summary = loop.run(experiments=2, seed=1, jobs=1)
    assert summary.experiments[1].status is ExperimentStatus.FAILED
    assert summary.experiments[1].stage is Stage.ENCODE
    (message,) = cloud.sqs.receive_message(QueueUrl=cloud.failures_queue_url)["Messages"]
    assert message["Body"].isascii()  # moto takes more than SQS does
