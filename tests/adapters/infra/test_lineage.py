"""``errata lineage`` on the template's table and bucket."""

import hashlib
import json
from pathlib import Path

import pytest

from errata.adapters.dynamodb import DynamoDbStore, keys
from errata.adapters.s3 import S3Artifacts
from errata.experiments import Experiment
from infra.cli.main import main
from tests.support.aws import Cloud
from tests.support.samples import experiment, ulid


@pytest.fixture
def line(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> list[Experiment]:
    """Three codecs, each made from the one before."""
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", cloud.artifacts_bucket)
    monkeypatch.setenv("ERRATA_FAILURES_QUEUE_URL", cloud.failures_queue_url)
    store, artifacts = DynamoDbStore(cloud.table), S3Artifacts(cloud.s3, cloud.artifacts_bucket)
    made: list[Experiment] = []
    for number, code in enumerate((b"x = 1\n", b"x = 2\r\n", b"x = '\xff'\n")):
        parent_id = made[-1].experiment_id if made else None
        code_ref, hypothesis = artifacts.put("code", code), f"[b]number {number}"
        made.append(experiment(number, parent_id=parent_id, code=code_ref, hypothesis=hypothesis))
        store.start(made[-1])
    return made


def test_a_line_is_told_from_the_start(
    line: list[Experiment], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lineage", line[2].experiment_id.lower()]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in rows] == [
        [str(number), each.experiment_id] for number, each in enumerate(line)
    ]
    assert "[b]number 1" in rows[1]


def test_a_line_as_json(line: list[Experiment], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lineage", "--json", line[1].experiment_id]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["complete"]
    assert [Experiment.model_validate(each) for each in told["ancestry"]] == line[:2]


def test_every_ancestor_is_rebuilt_byte_by_byte(line: list[Experiment], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "ancestors"
    assert main(["lineage", line[2].experiment_id, "--rebuild", str(folder)]) == 0
    sums = dict(
        reversed(row.split("  ")) for row in (folder / "SHA256SUMS").read_text().splitlines()
    )
    codes = sorted(folder.glob("*.py"))
    assert [path.name for path in codes] == [
        f"{number:04}-{each.experiment_id}.py" for number, each in enumerate(line)
    ]
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in codes}
    assert [each.code and each.code.sha256 for each in line] == list(sums.values())


def test_what_lies_in_a_folder_is_not_overwritten(line: list[Experiment], tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("dear to me")
    assert main(["lineage", line[0].experiment_id, "--rebuild", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


def test_an_ancestor_that_is_gone_is_said_after_what_is_kept(
    line: list[Experiment], cloud: Cloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.table.delete_item(Key=keys.experiment(line[0].experiment_id))
    folder = tmp_path / "ancestors"
    arguments = ["lineage", line[2].experiment_id, "--json", "--rebuild", str(folder)]
    assert main(arguments) == 3
    output, error = capsys.readouterr()
    told = json.loads(output)
    assert (told["complete"], len(told["ancestry"])) == (False, 2)
    assert line[0].experiment_id in error
    assert not folder.exists()


def test_code_that_is_gone_or_is_other_code(
    line: list[Experiment], cloud: Cloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = line[1].code
    assert code
    arguments = ["lineage", line[2].experiment_id, "--rebuild", str(tmp_path / "ancestors")]
    cloud.s3.put_object(Bucket=cloud.artifacts_bucket, Key=code.key, Body=b"x = 9\r\n")
    assert main(arguments) == 4
    assert "does not match its hash" in capsys.readouterr().err
    cloud.s3.delete_object(Bucket=cloud.artifacts_bucket, Key=code.key)
    assert main(arguments) == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("line")
def test_who_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lineage", ulid(number=99)]) == 3
    assert main(["lineage", "the best one"]) == 2
    assert capsys.readouterr().out == ""


def test_an_ancestor_of_itself_is_an_error(line: list[Experiment], cloud: Cloud) -> None:
    store, first = DynamoDbStore(cloud.table), line[0]
    cloud.table.delete_item(Key=keys.experiment(first.experiment_id))
    store.start(first.model_copy(update={"parent_id": line[2].experiment_id}))
    assert main(["lineage", line[2].experiment_id]) == 4
