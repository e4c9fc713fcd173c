"""`errata deploy` and `errata destroy` do to the emulator what they do to an account."""

from collections.abc import Iterator

import pytest

from infra import release
from infra.build import platform_of
from infra.code_bucket import code_bucket
from infra.deploy import Deployment
from infra.local.deployment import parameters
from infra.local.stack import StackOutputs
from infra.packaging import package
from infra.questions import decided
from infra.setup.programs import tool_environment

NAME = "second"


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def deployment(stack: StackOutputs, said: list[str]) -> Iterator[Deployment]:
    """A stack of its own, beside the one all tests share."""
    python = tool_environment("emulator") / "bin" / "python"
    made = Deployment(stack.session(), NAME, said.append, platform_of(python), poll_s=0.1)
    yield made
    if made.stack.described() is not None:
        made.destroy()


@pytest.fixture(scope="module")
def values(stack: StackOutputs, deployment: Deployment) -> dict[str, str]:
    """Every parameter, as the emulator wants it."""
    port = int(stack.endpoint_url.rpartition(":")[2])
    given = {**parameters(port, ""), "OrchestratorCount": "0", "QuietMinutes": "45"}
    words = tuple(f"{name}={value}" for name, value in given.items())
    return decided(words, deployment.known_parameters())


@pytest.fixture(scope="module")
def outputs(deployment: Deployment, values: dict[str, str]) -> dict[str, str]:
    change = deployment.propose(values)
    assert change is not None
    assert {it.action for it in change.changes} == {"Add"}
    return deployment.finish(change)


def test_sizes_are_told_and_the_site_is_live(
    outputs: dict[str, str], said: list[str], stack: StackOutputs
) -> None:
    for function in ("DiagnoserFunction", "AdminApiFunction"):
        assert [line for line in said if line.strip().startswith(f"{function}: ")]
    assert any(line.endswith("is live") for line in said)
    page = (
        stack.session().client("s3").head_object(Bucket=outputs["SiteBucketName"], Key="index.html")
    )
    assert page["ContentType"] == "text/html"


@pytest.mark.usefixtures("outputs")
def test_a_second_deployment_of_the_same_changes_nothing(
    deployment: Deployment, values: dict[str, str]
) -> None:
    assert deployment.propose(values) is None


@pytest.mark.usefixtures("outputs")
def test_one_version_before_the_live_one_is_kept(
    deployment: Deployment, stack: StackOutputs
) -> None:
    client = stack.session().client("lambda")
    function = next(
        it["FunctionName"]
        for it in client.list_functions()["Functions"]
        if it["FunctionName"].startswith(f"{NAME}-Diagnoser")
    )
    for text in ("a", "b", "c"):
        client.update_function_configuration(FunctionName=function, Description=text)
        live = client.publish_version(FunctionName=function)["Version"]
    client.update_alias(FunctionName=function, Name="live", FunctionVersion=live)

    forgotten = release.forget_old(deployment.session, NAME)

    told = client.list_versions_by_function(FunctionName=function)["Versions"]
    kept = [it["Version"] for it in told if it["Version"].isdigit()]
    assert kept == [str(int(live) - 1), live]
    assert len(forgotten) == int(live) - 2
    assert release.forget_old(deployment.session, NAME) == []


@pytest.mark.usefixtures("outputs")
def test_parameters_of_the_last_deployment_stay(deployment: Deployment) -> None:
    assert decided((), deployment.known_parameters())["QuietMinutes"] == "45"


@pytest.mark.usefixtures("outputs")
def test_machines_come_with_a_release(
    deployment: Deployment, values: dict[str, str], stack: StackOutputs
) -> None:
    """The emulator runs none: a release is named, and their count is zero."""
    session = stack.session()
    packaged = package(session.client("s3"), code_bucket(session), deployment.platform)
    released = {"OrchestratorReleaseBucket": "code", "OrchestratorReleaseSha256": "0" * 64}

    change = deployment.stack.propose(packaged.template_url, {**values, **released}, {})
    assert change is not None
    deployment.stack.make(change)

    groups = session.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    [group] = [it for it in groups if it["AutoScalingGroupName"].startswith(f"{NAME}-")]
    assert (group["DesiredCapacity"], group["MaxSize"]) == (0, 0)
    firewalls = session.client("ec2").describe_security_groups()["SecurityGroups"]
    [firewall] = [it for it in firewalls if it["Description"].startswith("Nothing comes in")]
    assert firewall["IpPermissions"] == []


def test_what_holds_data_outlives_the_stack(
    outputs: dict[str, str], deployment: Deployment, stack: StackOutputs
) -> None:
    kept = deployment.destroy()

    assert deployment.stack.described() is None
    assert f"TableName {outputs['TableName']}" in kept
    session = stack.session()
    assert outputs["TableName"] in session.client("dynamodb").list_tables()["TableNames"]
    buckets = {it["Name"] for it in session.client("s3").list_buckets()["Buckets"]}
    assert outputs["ArtifactBucketName"] in buckets
    assert outputs["SiteBucketName"] not in buckets
