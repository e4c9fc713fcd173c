"""Data at rest and in transit: encrypted, private, and hard to lose."""

import json

import pytest

from tests.template.decided import Resources, of_type

BUCKETS = ("ArtifactBucket", "SiteBucket")
QUEUES = ("FailuresQueue", "DeadLetterQueue")


def test_these_are_all_the_buckets_and_queues(resources: Resources) -> None:
    assert set(of_type(resources, "AWS::S3::Bucket")) == set(BUCKETS)
    assert set(of_type(resources, "AWS::SQS::Queue")) == set(QUEUES)


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_encrypted_and_private(resources: Resources, name: str) -> None:
    bucket = resources[name]["Properties"]

    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in {"AES256", "aws:kms"}
    assert bucket["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    for rule in bucket["LifecycleConfiguration"]["Rules"]:
        assert rule["Status"] == "Enabled"


def test_logs_and_measurements_expire_and_code_does_not(resources: Resources) -> None:
    rules = resources["ArtifactBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]

    expiring = {rule.get("Prefix") for rule in rules if "ExpirationInDays" in rule}
    assert expiring == {"log/", "measurements/"}


@pytest.mark.parametrize("role", ["AdminApiRole", "DiagnoserRole", "UpgraderRole"])
def test_readers_of_artifacts_are_told_what_is_gone(resources: Resources, role: str) -> None:
    [policy] = resources[role]["Properties"]["Policies"]
    allowed = {
        statement["Action"]: statement["Resource"]
        for statement in policy["PolicyDocument"]["Statement"]
        if isinstance(statement["Action"], str)
    }
    assert allowed["s3:ListBucket"] == {"Fn::GetAtt": ["ArtifactBucket", "Arn"]}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_refuses_plain_http(resources: Resources, name: str) -> None:
    [policy] = [
        policy["PolicyDocument"]
        for policy in of_type(resources, "AWS::S3::BucketPolicy").values()
        if policy["Bucket"] == {"Ref": name}
    ]
    arn = {"Fn::GetAtt": [name, "Arn"]}
    everything = [arn, {"Fn::Sub": f"${{{name}.Arn}}/*"}]

    assert _tls_only("s3:*", everything) in policy["Statement"]


def test_the_queues_refuse_plain_http(resources: Resources) -> None:
    policy = resources["QueuePolicy"]["Properties"]

    assert policy["Queues"] == [{"Ref": name} for name in QUEUES]
    arns = [{"Fn::GetAtt": [name, "Arn"]} for name in QUEUES]
    assert policy["PolicyDocument"]["Statement"] == [_tls_only("sqs:*", arns)]


def test_only_the_distribution_reads_the_site(resources: Resources) -> None:
    statements = resources["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    [allowed] = [statement for statement in statements if statement["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowed["Action"] == "s3:GetObject"
    source = allowed["Condition"]["StringEquals"]["aws:SourceArn"]
    assert source["Fn::Sub"].endswith(":distribution/${Distribution}")


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_is_encrypted_and_keeps_messages_for_14_days(
    resources: Resources, name: str
) -> None:
    queue = resources[name]["Properties"]

    assert queue["SqsManagedSseEnabled"] is True
    assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_the_table_survives_mistakes(resources: Resources) -> None:
    table = resources["Table"]

    assert table["DeletionPolicy"] == "RetainExceptOnCreate"
    assert table["UpdateReplacePolicy"] == "Retain"
    properties = table["Properties"]
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_nothing_is_named_so_that_stacks_can_stand_side_by_side(resources: Resources) -> None:
    text = json.dumps(resources)

    for name in ("TableName", "BucketName", "QueueName", "FunctionName", "RoleName"):
        assert f'"{name}": "' not in text


def _tls_only(action: str, resource: list[object]) -> dict[str, object]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
