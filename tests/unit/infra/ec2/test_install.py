"""What a new machine does first: it installs the release of the hash it was given, or nothing."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from infra import template
from infra.home import CHECKOUT

EC2 = CHECKOUT / "infra" / "ec2"
UNIT = (EC2 / "errata-orchestrator.service").read_text()


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release whose install script leaves a mark."""
    (tmp_path / "release").mkdir()
    script = tmp_path / "release" / "install.sh"
    script.write_text(f'cp "$1" {tmp_path}/installed.env\n')
    archive = tmp_path / "release.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "release", "release")
    return archive


def test_the_release_of_the_hash_is_installed(release: Path, tmp_path: Path) -> None:
    done = _boot(release, hashlib.sha256(release.read_bytes()).hexdigest(), tmp_path)

    assert done.returncode == 0, done.stderr
    environment = (tmp_path / "installed.env").read_text().splitlines()
    assert "ERRATA_TABLE=the-Table" in environment
    assert "AWS_DEFAULT_REGION=eu-central-1" in environment
    assert "ERRATA_PROPOSER=the-OrchestratorProposer" in environment
    assert "ERRATA_CLAUDE_SECRET_ARN=the-ClaudeSecret.Id" in environment


def test_anything_else_is_not(release: Path, tmp_path: Path) -> None:
    done = _boot(release, "0" * 64, tmp_path)

    assert done.returncode != 0
    assert not (tmp_path / "installed.env").exists()


def test_a_machine_is_told_all_that_the_loop_must_know() -> None:
    from orchestrator.settings import OrchestratorSettings

    required = {n for n, f in OrchestratorSettings.model_fields.items() if f.is_required()}
    assert {f"ERRATA_{name}".upper() for name in required} <= set(
        re.findall(r"ERRATA_\w+", _data())
    )


def test_the_scripts_are_sound() -> None:
    for script in ((EC2 / "install.sh").read_text(), _data()):
        assert script.startswith("#!/bin/bash\n")
        assert "set -euo pipefail" in script
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_the_service_is_what_systemd_understands(tmp_path: Path) -> None:
    """Without systemd at hand, only what does not depend on it is seen below."""
    unit = tmp_path / "errata-orchestrator.service"
    unit.write_text(UNIT.replace("/opt/errata/bin/python", sys.executable))
    if verify := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [verify, "verify", "--man=no", unit], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert unit.read_text().count("\n[Service]\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        "Delegate=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "OOMPolicy=continue",
        "KillMode=mixed",
        "Restart=on-failure",
    ],
)
def test_the_service_is_confined_and_ours_to_stop(line: str) -> None:
    assert line in UNIT.splitlines()


@pytest.mark.parametrize(
    "directive",
    ["RestrictNamespaces", "PrivateUsers", "ProtectControlGroups", "ProtectHostname"],
)
def test_what_boxes_need_is_not_forbidden(directive: str) -> None:
    assert f"\n{directive}=" not in UNIT


def test_boxes_at_work_are_waited_for() -> None:
    from orchestrator.codec.evaluate import FULL_LIMITS

    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    # An experiment looks at the stop between its boxes; a spot instance has two minutes in all.
    assert FULL_LIMITS.wall_s * 2 < int(seconds) < 120


def _boot(release: Path, sha256: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the user data with an ``aws`` that copies a local file."""
    programs = folder / "programs"
    programs.mkdir()
    aws = programs / "aws"
    aws.write_text(f'#!/bin/bash\ncp {release} "${{@: -1}}"\n')
    aws.chmod(0o755)
    values = {"AWS::Region": "eu-central-1", "OrchestratorReleaseSha256": sha256}
    script = re.sub(r"\$\{([\w:.]+)\}", lambda m: values.get(m[1], f"the-{m[1]}"), _data())
    return subprocess.run(
        ["bash"],
        input=script,
        env={"PATH": f"{programs}:/usr/bin:/bin", "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def _data() -> str:
    launch = template.load()["Resources"]["OrchestratorTemplate"]["Properties"]
    data: str = launch["LaunchTemplateData"]["UserData"]["Fn::Base64"]["Fn::Sub"]
    return data
