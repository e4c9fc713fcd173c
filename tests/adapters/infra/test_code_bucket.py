"""The bucket that deployments put their code into: private, encrypted in transit, and ours."""

import json

import boto3
import pytest
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import ClientError

from infra.code_bucket import code_bucket


@pytest.mark.usefixtures("cloud")
def test_it_is_made_once_and_closed() -> None:
    session = boto3.Session()

    name = code_bucket(session)

    assert code_bucket(session) == name == "errata-deploy-123456789012-eu-central-1"
    s3 = session.client("s3")
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    [statement] = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.usefixtures("cloud")
def test_a_bucket_of_somebody_else_is_not_written_to() -> None:
    session = boto3.Session()
    session.events.register(
        "before-send.s3.HeadBucket", lambda request, **_: _forbidden(request.url)
    )

    with pytest.raises(ClientError, match="403"):
        code_bucket(session)

    assert boto3.client("s3").list_buckets(Prefix="errata-deploy-")["Buckets"] == []


def _forbidden(url: str) -> AWSResponse:
    """Return what S3 says to ExpectedBucketOwner when it is another."""
    return AWSResponse(url, 403, HeadersDict(), _NoBody())


class _NoBody:
    def stream(self, **_: object) -> list[bytes]:
        return []
