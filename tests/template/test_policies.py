"""What a security engineer asks of the whole template, whichever way its parameters are set."""

from typing import Any

import pytest

from tests.template.decided import Resources, given, listed, of_type, statements, transformed

KEY = "arn:aws:kms:eu-central-1:123456789012:key/k"
WAYS = [
    pytest.param({}, id="defaults"),
    pytest.param(
        {
            "KmsKeyArn": KEY,
            "OrchestratorReleaseBucket": "releases",
            "OrchestratorReleaseSha256": "0" * 64,
            "OrchestratorSpot": "true",
            "ClaudeProvider": "bedrock",
            "AlarmEmail": "someone@example.com",
        },
        id="everything",
    ),
]
WITHOUT_RESOURCE = {
    **dict.fromkeys(
        ("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        "traces belong to no resource",
    ),
    **dict.fromkeys(
        (
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
        ),
        "a machine opens its own session's channels, which have no ARN",
    ),
}
"""Actions that know no resource but ``*`` (AWS's Service Authorization Reference), and why."""
_RULE = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0)
_DISK = ("LaunchTemplateData", "BlockDeviceMappings", 0, "Ebs")
ENCRYPTED_BY: dict[str, tuple[str | int, ...]] = {
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::EC2::LaunchTemplate": (*_DISK, "KmsKeyId"),
    "AWS::Lambda::Function": ("KmsKeyArn",),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::S3::Bucket": (*_RULE, "ServerSideEncryptionByDefault", "KMSMasterKeyID"),
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
}
"""Where each kind of resource that holds data names the key it is encrypted with."""
WITHOUT_SECRETS = {"SiteBucket"}
"""The dashboard's files, which anybody who opens it is given; CloudFront reads them."""
HOLD_NOTHING = {
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::AutoScaling::LifecycleHook",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolGroup",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::Route",
    "AWS::EC2::RouteTable",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::SubnetRouteTableAssociation",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCEndpoint",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::Events::Rule",
    "AWS::IAM::InstanceProfile",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}
"""Kinds of resources that hold no data, or, as Cognito does, encrypt it with no key but AWS's."""
OPEN_BY_DESIGN = {
    "GET /api/health",
    "POST /api/session",
    "POST /api/session/password",
    "POST /api/session/refresh",
    "DELETE /api/session",
}


@pytest.fixture(scope="module")
def whole(template: dict[str, Any]) -> dict[str, Any]:
    """What CloudFormation makes of the template, so that nothing SAM adds goes unseen."""
    return transformed(template)


@pytest.fixture(params=WAYS)
def made(whole: dict[str, Any], request: pytest.FixtureRequest) -> Resources:
    return given(whole, **request.param)


def test_nothing_of_sam_is_left(made: Resources) -> None:
    assert not [it for it in made.values() if it["Type"].startswith("AWS::Serverless::")]
    assert of_type(made, "AWS::Lambda::EventSourceMapping")


def test_every_permission_names_its_actions_and_resources(made: Resources) -> None:
    for name, resource in made.items():
        for statement in statements(resource):
            if statement["Effect"] == "Deny":
                continue
            actions = listed(statement["Action"])
            assert not [action for action in actions if "*" in action], name
            if "*" in listed(statement.get("Resource", [])):
                assert set(actions) <= set(WITHOUT_RESOURCE), name


def test_nobody_outside_the_account_is_let_in(made: Resources) -> None:
    for name, resource in made.items():
        for statement in statements(resource):
            principal = statement.get("Principal", {"Service": ""})
            assert statement["Effect"] == "Deny" or set(principal) == {"Service"}, name


def test_what_is_said_to_services_holds_for_this_stack_only(made: Resources) -> None:
    """A service that acts for anyone is asked for whom (confused deputy)."""
    for name in ("SiteBucketPolicy", "AlarmTopicPolicy"):
        for statement in statements(made[name]):
            if statement["Effect"] == "Allow":
                assert set(statement["Condition"]["StringEquals"]) <= {
                    "aws:SourceArn",
                    "aws:SourceAccount",
                }
    for permission in of_type(made, "AWS::Lambda::Permission").values():
        assert permission["SourceArn"]


@pytest.mark.parametrize("kind", ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"])
def test_buckets_and_queues_are_spoken_to_over_tls(made: Resources, kind: str) -> None:
    for name in of_type(made, kind):
        denied = [s for s in statements(made[name]) if s["Effect"] == "Deny"]
        assert {"Bool": {"aws:SecureTransport": "false"}} in [s["Condition"] for s in denied], name


def test_every_bucket_is_closed_to_the_public_and_encrypted(made: Resources) -> None:
    for bucket in of_type(made, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]


def test_a_key_of_one_s_own_encrypts_what_holds_data(whole: dict[str, Any]) -> None:
    machines = {"OrchestratorReleaseBucket": "releases", "OrchestratorReleaseSha256": "0" * 64}
    made = given(whole, KmsKeyArn=KEY, **machines)

    for kind, names in ENCRYPTED_BY.items():
        for name, properties in of_type(made, kind).items():
            if name not in WITHOUT_SECRETS:
                assert _at(properties, names) == KEY, name
    for queue in of_type(made, "AWS::SQS::Queue").values():
        assert "SqsManagedSseEnabled" not in queue
    users = {role["Ref"] for role in made["KeyUse"]["Properties"]["Roles"]}
    assert users == set(of_type(made, "AWS::IAM::Role")) - {"AuthorizerRole"}  # reads no data


def test_what_could_be_encrypted_is_known(made: Resources) -> None:
    """A resource of a kind that is not listed here is looked at by whoever adds it."""
    kinds = {resource["Type"] for resource in made.values()}

    assert kinds <= set(ENCRYPTED_BY) | HOLD_NOTHING


def test_without_a_key_of_one_s_own_aws_encrypts_with_its_own(resources: Resources) -> None:
    assert resources["Table"]["Properties"]["SSESpecification"] == {"SSEEnabled": True}
    for queue in of_type(resources, "AWS::SQS::Queue").values():
        assert queue["SqsManagedSseEnabled"] is True
    assert KEY not in str(resources)


def _at(properties: Any, names: tuple[str | int, ...]) -> object:  # noqa: ANN401 of a resource
    for name in names:
        properties = properties[name]
    return properties


def test_every_route_but_the_listed_needs_a_session(made: Resources) -> None:
    routes = of_type(made, "AWS::ApiGatewayV2::Route").values()

    opened = {route["RouteKey"] for route in routes if route["AuthorizationType"] == "NONE"}
    assert opened == OPEN_BY_DESIGN


def test_every_log_group_forgets(made: Resources) -> None:
    for group in of_type(made, "AWS::Logs::LogGroup").values():
        assert group["RetentionInDays"] == 30


def test_nothing_has_a_role_or_a_user_beyond_those_of_its_parts(made: Resources) -> None:
    for kind in ("AWS::IAM::User", "AWS::IAM::AccessKey", "AWS::IAM::Group"):
        assert kind not in {resource["Type"] for resource in made.values()}
    for role in of_type(made, "AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role
