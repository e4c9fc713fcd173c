"""Callers with exactly the rights of a role of the stack, and what anybody might try."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from infra.local.stack import StackOutputs

POLICIES = ("diagnoser", "upgrader", "admin-api", "authorizer", "orchestrator")
"""Names of the roles' policies, which tell the roles apart: the roles' own names are made up."""
READERS = {"diagnoser", "upgrader", "admin-api", "orchestrator"}
MODELS = {"diagnoser", "upgrader"}
NOWHERE = {"pk": {"S": "VERSION"}, "sk": {"S": "NOWHERE"}}
Clients = Callable[[str], BaseClient]
"""Returns a client of a service, with some caller's credentials."""
Attempt = Callable[[Clients, StackOutputs], object]

ATTEMPTS: Mapping[str, tuple[Attempt, set[str]]] = {
    "read an item": (
        lambda to, o: to("dynamodb").get_item(TableName=o.table, Key=NOWHERE),
        READERS,
    ),
    "write an item": (
        lambda to, o: to("dynamodb").put_item(
            TableName=o.table, Item=NOWHERE, ConditionExpression="attribute_exists(pk)"
        ),
        READERS,
    ),
    # Of what, the keys decide, which AWS judges and the emulator does not (tests/template).
    "delete an item": (
        lambda to, o: to("dynamodb").delete_item(TableName=o.table, Key=NOWHERE),
        READERS - {"orchestrator"},
    ),
    "scan the table": (lambda to, o: to("dynamodb").scan(TableName=o.table), set()),
    "select by PartiQL": (
        lambda to, _: to("dynamodb").execute_statement(Statement='SELECT * FROM "any"'),
        set(),
    ),
    "delete a table": (lambda to, _: to("dynamodb").delete_table(TableName="any"), set()),
    "receive failures": (
        lambda to, o: to("sqs").receive_message(
            QueueUrl=o.failures_queue_url, VisibilityTimeout=0, WaitTimeSeconds=0
        ),
        {"diagnoser"},
    ),
    "send to the dead letters": (
        lambda to, o: to("sqs").send_message(QueueUrl=o.dead_letter_queue_url, MessageBody="{}"),
        set(),
    ),
    "read an artifact": (
        lambda to, o: to("s3").get_object(Bucket=o.artifacts_bucket, Key="log/none"),
        READERS,
    ),
    "keep an artifact": (
        lambda to, o: to("s3").put_object(Bucket=o.artifacts_bucket, Key="log/role", Body=b""),
        {"orchestrator"},
    ),
    "delete an artifact": (
        lambda to, o: to("s3").delete_object(Bucket=o.artifacts_bucket, Key="log/none"),
        set(),
    ),
    "list the site": (lambda to, o: to("s3").list_objects_v2(Bucket=o.site_bucket), set()),
    "change the site": (
        lambda to, o: to("s3").put_object(Bucket=o.site_bucket, Key="role.txt", Body=b""),
        set(),
    ),
    "read the Claude key": (
        lambda to, o: to("secretsmanager").get_secret_value(SecretId=o.claude_secret_arn),
        MODELS,
    ),
    "change the Claude key": (
        lambda to, o: to("secretsmanager").put_secret_value(
            SecretId=o.claude_secret_arn, SecretString=" "
        ),
        set(),
    ),
    "call a function": (
        lambda to, o: to("lambda").invoke(FunctionName=o.upgrader_function),
        set(),
    ),
    "read a function's settings": (
        lambda to, o: to("lambda").get_function_configuration(FunctionName=o.upgrader_function),
        set(),
    ),
    "sign somebody in": (
        lambda to, o: to("cognito-idp").admin_initiate_auth(
            UserPoolId=o.user_pool_id,
            ClientId=o.user_pool_client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "nobody", "PASSWORD": "none"},
        ),
        {"admin-api"},
    ),
    "make a user": (
        lambda to, o: to("cognito-idp").admin_create_user(
            UserPoolId=o.user_pool_id, Username="intruder"
        ),
        set(),
    ),
    "make an administrator": (
        lambda to, o: to("cognito-idp").admin_add_user_to_group(
            UserPoolId=o.user_pool_id, Username="viewer", GroupName="admin"
        ),
        set(),
    ),
    "change a stack": (
        lambda to, _: to("cloudformation").delete_stack(StackName="any"),
        set(),
    ),
    "make oneself an administrator of AWS": (
        lambda to, _: to("iam").attach_user_policy(
            UserName="any", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"
        ),
        set(),
    ),
    "take a role": (
        lambda to, _: to("sts").assume_role(
            RoleArn="arn:aws:iam::000000000000:role/any", RoleSessionName="any"
        ),
        set(),
    ),
}
"""What a caller might try, and the roles that may; nothing here harms where it succeeds."""


@contextmanager
def rights(stack: StackOutputs, policy: str) -> Iterator[dict[str, str]]:
    """Make somebody who may do what a role may, and yield the environment of that caller.

    Nobody but its service may take the role itself.
    """
    iam = stack.session().client("iam")
    document = iam.get_role_policy(RoleName=role_with(iam, policy), PolicyName=policy)
    text = document["PolicyDocument"]
    iam.create_user(UserName=policy)
    iam.put_user_policy(
        UserName=policy,
        PolicyName=policy,
        PolicyDocument=text if isinstance(text, str) else json.dumps(text),
    )
    key = iam.create_access_key(UserName=policy)["AccessKey"]
    yield {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }
    iam.delete_access_key(UserName=policy, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=policy, PolicyName=policy)
    iam.delete_user(UserName=policy)


def role_with(iam: BaseClient, policy: str) -> str:
    """Return the name of the role that has an inline policy."""
    for role in iam.list_roles()["Roles"]:
        names = iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
        if policy in names:
            return role["RoleName"]
    raise AssertionError(f"no role has a policy {policy}")


def is_refused(attempt: Attempt, to: Clients, outputs: StackOutputs) -> bool:
    """Tell whether IAM refuses; any other answer, an error included, is past it."""
    try:
        attempt(to, outputs)
    except ClientError as error:
        return "AccessDenied" in error.response["Error"]["Code"]
    return False
