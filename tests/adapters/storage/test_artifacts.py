import hashlib

import pytest

from errata.adapters.s3 import S3Artifacts
from errata.errors import InvalidInputError, NotFoundError, StorageError
from tests.support.aws import Cloud


@pytest.fixture
def artifacts(cloud: Cloud) -> S3Artifacts:
    return S3Artifacts(cloud.s3, cloud.artifacts_bucket)


@pytest.mark.parametrize("data", [b"", b"\x00\xff\x1b[31m", b"x" * 2_000_000])
def test_bytes_come_back(artifacts: S3Artifacts, data: bytes) -> None:
    ref = artifacts.put("log", data)

    assert (ref.sha256, ref.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert ref.key == f"log/{ref.sha256}"
    assert artifacts.get(ref) == data


def test_the_same_bytes_lie_there_once(artifacts: S3Artifacts, cloud: Cloud) -> None:
    assert artifacts.put("code", b"x = 1\n") == artifacts.put("code", b"x = 1\n")

    listed = cloud.s3.list_objects_v2(Bucket=cloud.artifacts_bucket)
    assert listed["KeyCount"] == 1


def test_bytes_that_expired_are_not_found(artifacts: S3Artifacts, cloud: Cloud) -> None:
    ref = artifacts.put("log", b"gone")
    cloud.s3.delete_object(Bucket=cloud.artifacts_bucket, Key=ref.key)

    with pytest.raises(NotFoundError, match=ref.key):
        artifacts.get(ref)


@pytest.mark.parametrize("forged", [b"other", b"", b"origina", b"original and more"])
def test_other_bytes_than_promised_are_refused(
    artifacts: S3Artifacts, cloud: Cloud, forged: bytes
) -> None:
    ref = artifacts.put("log", b"original")
    cloud.s3.put_object(Bucket=cloud.artifacts_bucket, Key=ref.key, Body=forged)

    with pytest.raises(StorageError, match="hash"):
        artifacts.get(ref)


@pytest.mark.parametrize("kind", ["", "../code", "log/x", "Log", "a" * 33, "log\n"])
def test_a_kind_is_a_short_word(artifacts: S3Artifacts, kind: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^kind: "):
        artifacts.put(kind, b"")


def test_too_many_bytes_are_refused(
    artifacts: S3Artifacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.adapters.s3.ARTIFACT_LIMIT", 10)

    with pytest.raises(InvalidInputError, match=r"^data: "):
        artifacts.put("log", b"x" * 11)


def test_no_bucket_is_a_storage_error(cloud: Cloud) -> None:
    lost = S3Artifacts(cloud.s3, "no-such-bucket")

    with pytest.raises(StorageError, match="NoSuchBucket"):
        lost.put("log", b"x")
