"""The rights of every role, in tables: what it may do, and what it must not."""

from datetime import UTC, datetime

from errata.adapters.budget import PARTITION as BUDGET
from errata.adapters.budget import PROPOSALS
from errata.adapters.claude.ledger import PARTITION as BATCHES
from errata.adapters.dynamodb import keys
from errata.taxonomy import Category, Severity, Stage
from tests.support.iam import ACCOUNT, REGION

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"
SHA = "5" * 64
NAMES = {"OrchestratorReleaseBucket": "releases", "OrchestratorReleaseSha256": SHA}
FUNCTIONS = ("DiagnoserRole", "UpgraderRole", "AdminApiRole", "AuthorizerRole")
ROLES = (*FUNCTIONS, "OrchestratorRole")

COUNTER = keys.counter("2026-11-21", Category.TIMEOUT, Severity.LOW, Stage.ENCODE)
PARTITIONS = {
    "alias": keys.alias("f")["pk"],
    "archive": keys.ARCHIVE,
    "batches": BATCHES,
    "budget": BUDGET,
    "budget of proposals": PROPOSALS,
    "candidate": keys.candidate("c")["pk"],
    "champion": keys.CHAMPION["pk"],
    "circuit": "CIRCUIT",
    "claim": keys.claim("f")["pk"],
    "construct": keys.construct("c")["pk"],
    "correction": keys.correction("e", "f", datetime.now(UTC))["pk"],
    "counter": COUNTER["pk"],
    "days": keys.DAYS,
    "experiment": keys.experiment("e")["pk"],
    "failure": keys.failure("e", "f")["pk"],
    "group": keys.group("f")["pk"],
    "learned": keys.learned("o")["pk"],
    "parked": keys.parked("p")["pk"],
    "parked text": keys.parked_text("p")["pk"],
    "repairs": keys.REPAIRS,
    "version": keys.VERSION["pk"],
    "views": keys.views("someone"),
    "of nobody": "ANYTHING",
}
JUDGED = {"correction", "counter", "experiment", "failure", "group", "version"}
ASKING = {"alias", "budget", "circuit", "claim"}
WRITES = {
    "DiagnoserRole": JUDGED | ASKING | {"parked", "parked text"},
    "UpgraderRole": JUDGED | ASKING | {"batches"},
    "AdminApiRole": JUDGED | {"views"},
    "AuthorizerRole": set(),
    # A failure and its correction lie in the partition of their experiment.
    "OrchestratorRole": {"archive", "candidate", "champion", "construct", "correction", "days"}
    | {"experiment", "failure", "learned", "repairs", "version"}
    | {"budget of proposals", "circuit"},
}
"""Partitions of the table that each role may write."""
DELETES = {"DiagnoserRole": {"claim"}, "UpgraderRole": {"claim"}, "AdminApiRole": {"views"}}
"""Partitions of which it may delete items; nothing else is ever deleted but by time."""


READS = {"dynamodb:BatchGetItem": "Table", "dynamodb:GetItem": "Table", "dynamodb:Query": "Table"}
WRITING = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
ARTIFACTS = {"s3:GetObject": "ArtifactBucket/log/x", "s3:ListBucket": "ArtifactBucket"}
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
TRACE = {"xray:PutTelemetryRecords": "*", "xray:PutTraceSegments": "*"}
BEDROCK = {
    "bedrock-mantle:CreateInference": f"arn:aws:bedrock-mantle:{REGION}:{ACCOUNT}:project/default"
}
REACHED = dict.fromkeys(
    (
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ),
    "*",
)
MAY: dict[str, dict[str, str]] = {
    "DiagnoserRole": READS
    | ARTIFACTS
    | TRACE
    | BEDROCK
    | dict.fromkeys(LOGS, "DiagnoserLogs")
    | {
        "sqs:ReceiveMessage": "FailuresQueue",
        "sqs:DeleteMessage": "FailuresQueue",
        "sqs:GetQueueAttributes": "FailuresQueue",
        "secretsmanager:GetSecretValue": "ClaudeSecret",
    },
    "UpgraderRole": READS
    | ARTIFACTS
    | TRACE
    | BEDROCK
    | dict.fromkeys(LOGS, "UpgraderLogs")
    | {"secretsmanager:GetSecretValue": "ClaudeSecret"},
    "AdminApiRole": READS
    | ARTIFACTS
    | TRACE
    | dict.fromkeys(LOGS, "AdminApiLogs")
    | {
        "cognito-idp:AdminInitiateAuth": "UserPool",
        "cognito-idp:AdminRespondToAuthChallenge": "UserPool",
    },
    "AuthorizerRole": TRACE | dict.fromkeys(LOGS, "AuthorizerLogs"),
    "OrchestratorRole": READS
    | ARTIFACTS
    | REACHED
    | BEDROCK
    | dict.fromkeys((*LOGS, "logs:DescribeLogStreams"), "OrchestratorLogs")
    | {
        "s3:PutObject": "ArtifactBucket/code/x",
        "sqs:SendMessage": "FailuresQueue",
        "secretsmanager:GetSecretValue": "ClaudeSecret",
        "autoscaling:CompleteLifecycleAction": (
            f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:1:"
            "autoScalingGroupName/errata-OrchestratorGroup-1"
        ),
    },
}
"""What else each role may do: every action of its policy, with a resource of its own."""
WITH_KEY = {"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"}


FOREIGN = {
    "dynamodb:GetItem": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/other",
    "s3:GetObject": "SiteBucket/index.html",
    "s3:ListBucket": "SiteBucket",
    "s3:PutObject": "SiteBucket/index.html",
    "sqs:SendMessage": "DeadLetterQueue",
    "sqs:ReceiveMessage": "DeadLetterQueue",
    "secretsmanager:GetSecretValue": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:other",
    "cognito-idp:AdminInitiateAuth": f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/other",
    "logs:PutLogEvents": "HttpApiLogs",
    "autoscaling:CompleteLifecycleAction": (
        f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:1:autoScalingGroupName/other-1"
    ),
}
"""What some role may do, done to what is none of its business."""
NEVER = {
    "autoscaling:SetDesiredCapacity": "*",
    "cloudformation:UpdateStack": "*",
    "cognito-idp:AdminAddUserToGroup": "UserPool",
    "cognito-idp:AdminCreateUser": "UserPool",
    "cognito-idp:AdminSetUserPassword": "UserPool",
    "dynamodb:BatchWriteItem": "Table",
    "dynamodb:DeleteTable": "Table",
    "dynamodb:PartiQLSelect": "Table",
    "dynamodb:PartiQLUpdate": "Table",
    "dynamodb:Scan": "Table",
    "ec2:RunInstances": "*",
    "iam:CreateUser": "*",
    "iam:PassRole": "*",
    "iam:PutRolePolicy": "*",
    "kms:DisableKey": KEY,
    "kms:ScheduleKeyDeletion": KEY,
    "lambda:InvokeFunction": "*",
    "lambda:UpdateFunctionCode": "*",
    "logs:DeleteLogGroup": "DiagnoserLogs",
    "s3:DeleteObject": "ArtifactBucket/code/x",
    "s3:PutBucketPolicy": "ArtifactBucket",
    "secretsmanager:PutSecretValue": "ClaudeSecret",
    "sns:Publish": "*",
    "sqs:PurgeQueue": "FailuresQueue",
    "ssm:GetParameter": "*",
    "ssm:SendCommand": "*",
    "ssm:StartSession": "*",
    "sts:AssumeRole": "*",
}
"""What no part of Errata does."""
