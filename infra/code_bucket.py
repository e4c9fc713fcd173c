"""The bucket that deployments of one account and region put their code into."""

import json
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def code_bucket(session: boto3.Session) -> str:
    """Return its name, and make it unless it is there: private, encrypted, over TLS only."""
    account = session.client("sts").get_caller_identity()["Account"]
    client = session.client("s3")
    region = client.meta.region_name
    name = f"errata-deploy-{account}-{region}"
    try:
        # Somebody else may have taken a name that can be guessed.
        client.head_bucket(Bucket=name, ExpectedBucketOwner=account)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        _create(client, name, region)
    return name


def _create(client: "S3Client", name: str, region: str) -> None:
    if region == "us-east-1":  # which must not be named
        client.create_bucket(Bucket=name)
    else:
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})  # type: ignore[typeddict-item] # a region is a string here
    client.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )
    if client.meta.endpoint_url.startswith("https"):  # the emulator has no TLS
        client.put_bucket_policy(Bucket=name, Policy=json.dumps(_tls_only(name)))


def _tls_only(name: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
