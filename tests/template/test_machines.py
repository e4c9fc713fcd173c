"""The machines that run the loop: unreachable, replaceable, and only with a release."""

from typing import Any

import pytest

from tests.template.decided import Resources, given, of_type, statements

SHA = "5" * 64
NETWORK = ("AWS::EC2::", "AWS::AutoScaling::", "AWS::IAM::InstanceProfile")


@pytest.fixture(scope="module")
def machines(template: dict[str, Any]) -> Resources:
    return given(template, OrchestratorReleaseBucket="releases", OrchestratorReleaseSha256=SHA)


def test_without_a_release_there_is_no_machine_and_no_network(resources: Resources) -> None:
    assert not [name for name, it in resources.items() if it["Type"].startswith(NETWORK)]


def test_nothing_comes_in(machines: Resources) -> None:
    [firewall] = of_type(machines, "AWS::EC2::SecurityGroup").values()

    assert "SecurityGroupIngress" not in firewall
    assert not [it for it in machines.values() if it["Type"] == "AWS::EC2::SecurityGroupIngress"]
    assert {rule["FromPort"] for rule in firewall["SecurityGroupEgress"]} == {443}
    assert "KeyName" not in _launched(machines)


def test_credentials_are_one_hop_away_and_need_a_token(machines: Resources) -> None:
    options = _launched(machines)["MetadataOptions"]

    assert options["HttpTokens"] == "required"
    assert options["HttpPutResponseHopLimit"] == 1


def test_disks_are_encrypted_and_go_with_their_machine(machines: Resources) -> None:
    for device in _launched(machines)["BlockDeviceMappings"]:
        assert device["Ebs"]["VolumeType"] == "gp3"
        assert device["Ebs"]["Encrypted"] is True
        assert device["Ebs"]["DeleteOnTermination"] is True


def test_the_image_is_the_newest_amazon_linux_2023(machines: Resources) -> None:
    image = _launched(machines)["ImageId"]["Fn::Sub"]

    assert image.startswith("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel")
    assert machines["OrchestratorGroup"]["Properties"]["MaxInstanceLifetime"] <= 31 * 86_400


def test_a_new_release_replaces_the_machines_one_by_one(machines: Resources) -> None:
    group = machines["OrchestratorGroup"]

    assert group["Properties"]["LaunchTemplate"]["Version"] == {
        "Fn::GetAtt": ["OrchestratorTemplate", "LatestVersionNumber"]
    }
    assert group["UpdatePolicy"]["AutoScalingRollingUpdate"]["MaxBatchSize"] == 1


def test_a_machine_is_given_the_time_to_finish_its_boxes(machines: Resources) -> None:
    hook = machines["OrchestratorDrain"]["Properties"]

    assert hook["LifecycleTransition"] == "autoscaling:EC2_INSTANCE_TERMINATING"
    assert hook["HeartbeatTimeout"] > 120  # a spot instance has no more, and needs less
    assert hook["DefaultResult"] == "CONTINUE"


@pytest.mark.parametrize(("spot", "market"), [("false", None), ("true", {"MarketType": "spot"})])
def test_spot_is_a_parameter(
    template: dict[str, Any], spot: str, market: dict[str, str] | None
) -> None:
    made = given(template, OrchestratorReleaseSha256=SHA, OrchestratorSpot=spot)

    assert _launched(made).get("InstanceMarketOptions") == market


def test_only_machines_that_ask_a_model_may_read_its_key(template: dict[str, Any]) -> None:
    def sids(**parameters: str) -> set[str]:
        made = given(template, OrchestratorReleaseSha256=SHA, **parameters)
        return {s["Sid"] for s in statements(made["OrchestratorRole"])}

    asking = {"PayForProposals", "ReadClaudeKey"}
    assert not asking & sids()
    assert sids(OrchestratorProposer="mix:mutate=3,claude=1") - sids() == asking


def test_machines_are_told_who_proposes_and_nothing_secret(machines: Resources) -> None:
    script = _launched(machines)["UserData"]["Fn::Base64"]["Fn::Sub"]

    assert "ERRATA_PROPOSER=${OrchestratorProposer}\n" in script
    assert "ERRATA_CLAUDE_SECRET_ARN=${ClaudeSecret.Id}\n" in script
    assert "API_KEY" not in script


def _launched(machines: Resources) -> dict[str, Any]:
    data: dict[str, Any] = machines["OrchestratorTemplate"]["Properties"]["LaunchTemplateData"]
    return data
