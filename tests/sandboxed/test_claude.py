"""The loop with Claude as its proposer: real boxes, the real SDK, a server on the loopback."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.events import FailureEvent
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.synthetic import moving_texture
from orchestrator.codec.verdict import BD_RATE
from orchestrator.loop import Loop
from orchestrator.proposers.claude.opening import open_claude
from orchestrator.proposers.claude.settings import ProposerSettings
from orchestrator.sandbox import open_sandbox
from orchestrator.spool import Spool
from tests.support.anthropic_server import AnthropicServer, Request, Response, message
from tests.support.aws import CREDENTIALS, Cloud, deployed
from tests.unit.orchestrator.fakes import MemoryArtifacts, MemoryQueue

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
BETTER = START.replace("ROUNDING = 0.5", "ROUNDING = 0.45")
CRASHES = START.replace("(0, 2, 1, 3)", "(0, 2, 2, 3)", 1)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with deployed() as cloud:
        yield cloud


def written(code: str, hypothesis: str) -> Response:
    answer = {"hypothesis": hypothesis, "expected_effect": "-1 % rate", "code": code}
    return message(json.dumps(answer), thinking=True, output_tokens=4_000)


ANSWERS = (
    written(BETTER, "Rounding down saves bits."),
    message("I cannot help with that.", stop_reason="refusal"),
    written(CRASHES, "Blocks may be transposed otherwise."),
    message(f"Here it is:\n```python\n{BETTER}\n```"),
)


def test_good_code_is_adopted_and_whatever_else_comes_fails_and_is_published(
    cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AnthropicServer().running() as server:
        answers = iter(ANSWERS)

        def respond(_: Request) -> Response:
            return next(answers)

        server.respond = respond
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        settings = ProposerSettings(
            table=cloud.table.name, claude_base_url=server.url, proposer_model="claude-sonnet-5-5"
        )
        store, artifacts, queue = DynamoDbStore(cloud.table), MemoryArtifacts(), MemoryQueue()
        course = Course((Clip("texture", moving_texture()),))
        spool = Spool(tmp_path / "parcels.db")
        loop = Loop(store, artifacts, queue, open_sandbox(), open_claude(settings), course, spool)
        summary = loop.run(experiments=1 + len(ANSWERS), seed=1, jobs=1)

    start, better, refusal, crash, prose = summary.experiments
    assert start.proposer == "start"
    assert {e.proposer for e in summary.experiments[1:]} == {"claude"}

    assert (better.status, better.stage) == (ExperimentStatus.ADOPTED, Stage.JUDGE)
    assert better.hypothesis == "Rounding down saves bits."
    assert better.operator == "claude"
    assert better.parent_id == start.experiment_id
    assert better.code is not None
    assert artifacts.get(better.code).decode() == BETTER
    assert summary.champion_id == better.experiment_id
    # Sonnet: $2 in, $10 out per million tokens; what it cost stands beside what it scored.
    assert better.metrics["proposal_cost_usd"] == pytest.approx(1_000 * 2e-6 + 4_000 * 10e-6)
    assert better.metrics[BD_RATE] < 0

    assert [e.stage for e in (refusal, crash, prose)] == [
        Stage.PROPOSE,
        Stage.ENCODE,
        Stage.PROPOSE,
    ]
    assert {e.status for e in (refusal, crash, prose)} == {ExperimentStatus.FAILED}
    assert refusal.code is None
    assert prose.code is None
    events: dict[str, FailureEvent] = {event.experiment_id: event for event in queue.events}
    assert events[refusal.experiment_id].error_message == "the model refused to answer"
    assert events[crash.experiment_id].exceptions[-1].type == "ValueError"
    assert "text with 2 Markdown fences" in events[prose.experiment_id].error_message
    for experiment in summary.experiments:
        assert store.experiment(experiment.experiment_id) == experiment
    # From then on it is asked to better what it made.
    assert json.dumps("ROUNDING = 0.45")[1:-1] in str(server.requests[-1]["messages"][0]["content"])
