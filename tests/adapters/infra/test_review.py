"""``errata review`` on the template's table, and without any."""

import json
from pathlib import Path

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.events import Frame, RaisedException
from errata.experiments import Experiment
from errata.leases import Lease
from infra.cli.main import main
from orchestrator.learning.learner import Learner
from tests.support.aws import Cloud
from tests.support.samples import NOON, diagnosis, experiment, failure

GOOD = """\
def encode(y, u, v, fps, qp):
    return y.tobytes()


def decode(bitstream):
    return bitstream, bitstream, bitstream
"""
BAD = GOOD.replace("return y", "y = y.reshape(-1, 8, 8)\n    return y")
"""Made from the former."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("good.py").write_text(GOOD, "utf-8")
    Path("bad.py").write_text(BAD, "utf-8")


@pytest.fixture
def dead(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Experiment:
    """A champion, and what died of being made from it, as the loop stores and learns it."""
    store = DynamoDbStore(cloud.table)
    bucket = cloud.artifacts_bucket
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", bucket)
    monkeypatch.setenv("ERRATA_FAILURES_QUEUE_URL", "https://queue")
    artifacts = S3Artifacts(cloud.s3, bucket)
    lease = Lease("me", NOON)
    champion = experiment(1, code=artifacts.put("code", GOOD.encode()))
    store.start(champion)
    store.finish(Experiment.model_validate(champion.model_dump() | {"status": "adopted"}))
    ref = artifacts.put("code", BAD.encode())
    dead = experiment(2, code=ref, parent_id=champion.experiment_id, operator="units/encode")
    store.start(dead, lease)
    frame = Frame(file="candidate.py", line=2, function="encode", source="y = y.reshape(-1, 8, 8)")
    event = failure(
        2,
        experiment_id=dead.experiment_id,
        exceptions=(RaisedException(type="ValueError", frames=(frame,)),),
    )
    outcome = {"status": "failed", "failure_id": event.failure_id}
    dead = Experiment.model_validate(dead.model_dump() | outcome)
    store.finish(dead, owner="me")
    store.record(event, diagnosis(event))
    Learner(store).note(dead, GOOD, BAD)
    return dead


def review(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main(["review", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_what_died_before_is_remembered_by_code_construct_and_line(
    dead: Experiment, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = review(capsys, "bad.py")
    assert code == 1
    assert (answer["parent"], answer["memory"]) == (dead.parent_id, True)
    found = [(each["code"], each["experiment_id"]) for each in answer["concerns"]]
    codes = ("tried_before", "known_construct", "known_line")
    assert found == [(code, dead.experiment_id) for code in codes]
    assert answer["concerns"][-1]["line"] == 2


def test_the_parent_may_be_a_file_or_an_experiment(
    dead: Experiment, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.py").write_text(f"{BAD}\n\nHERE = 1\n", "utf-8")  # no longer the same code
    assert review(capsys, "bad.py", "--parent", "bad.py")[1]["concerns"] == []
    _, answer = review(capsys, "bad.py", "--parent", dead.experiment_id)
    assert answer["parent"] == dead.experiment_id
    assert answer["concerns"] == []
    _, answer = review(capsys, "bad.py")
    assert [each["code"] for each in answer["concerns"]] == ["known_line"]


def test_it_is_told_to_a_person(dead: Experiment, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "bad.py"]) == 1
    shown = capsys.readouterr()
    assert dead.experiment_id in shown.out
    assert "Crop both planes to the smaller one." in shown.out
    assert main(["review", "good.py", "--offline"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "Nothing is known to speak against it.\n"
    assert "Only the contract is checked" in shown.err


def test_without_a_stack_the_contract_is_checked_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("torch.py").write_text(f"import torch\n{GOOD}", "utf-8")
    code, answer = review(capsys, "torch.py")
    assert (code, answer["memory"]) == (1, False)
    assert [each["code"] for each in answer["concerns"]] == ["missing_import"]
    assert review(capsys, "good.py")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nope.py"], 2, "nope.py"),
        (["good.py", "--offline", "--parent", "nope"], 2, "--parent"),
        ([], 2, "FILE"),
    ],
)
def test_wrong_usage(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", *words]) == code
    assert told in capsys.readouterr().err


def test_a_parent_that_is_not_there_is_told(
    dead: Experiment, capsys: pytest.CaptureFixture[str]
) -> None:
    del dead
    assert main(["review", "good.py", "--parent", "01KAHB4SDSDBKRHRYQCH6ZEFFW"]) == 3
    assert main(["review", "good.py", "--parent", "nonsense"]) == 2
    assert "neither a file nor" in capsys.readouterr().err
