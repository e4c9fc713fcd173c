"""Deploys this checkout to an AWS account: build, upload, change, release, site.

The steps are those of the local stack (``infra/local/deployment.py``): the same builder, the same
template, the same change of the stack. Here somebody looks at the change before it is made.
"""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import boto3

from errata.adapters.aws import storage_errors
from errata.errors import ConfigurationError
from infra import release, site
from infra.build import AWS, Platform
from infra.changes import ChangeSet, Stack
from infra.code_bucket import code_bucket
from infra.ec2 import bundle
from infra.home import CHECKOUT
from infra.packaging import package, upload
from orchestrator.settings import clips_folder

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TAGS: Final = {"project": "errata"}
ROOM_TO_RESERVE: Final = 101
"""Of an account's concurrent executions, Lambda keeps 100 that no function may reserve."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One stack in one account and region.

    Parameters
    ----------
    session : boto3.Session
        Whose account and region.
    name : str
        The stack's name.
    say : callable
        Told in a few words what is being done.
    platform : Platform
        What functions are built for.
    poll_s : float
        Seconds between two looks at how a change gets on.
    """

    session: boto3.Session
    name: str
    say: Callable[[str], None]
    platform: Platform = AWS
    poll_s: float = 5.0

    @property
    def stack(self) -> Stack:
        """The stack."""
        return Stack(self.session.client("cloudformation"), self.name, self.poll_s)

    def propose(self, parameters: Mapping[str, str]) -> ChangeSet | None:
        """Build and upload everything, and have CloudFormation work out what would change.

        Raises
        ------
        ConfigurationError
            When something cannot be built.
        StorageError
            When AWS refuses a call or the template.
        """
        with storage_errors(f"deploy {self.name}"):
            s3 = self.session.client("s3")
            bucket = code_bucket(self.session)
            self.say(f"Building the functions, for s3://{bucket}")
            packaged = package(s3, bucket, self.platform)
            for function, size in packaged.sizes.items():
                self.say(f"  {function}: {size / 1e6:.1f} MB zipped")
            machines = self._machines(s3, bucket, parameters)
            self.say("Asking CloudFormation what would change")
            return self.stack.propose(packaged.template_url, {**parameters, **machines}, TAGS)

    def _machines(
        self, client: "S3Client", bucket: str, parameters: Mapping[str, str]
    ) -> dict[str, str]:
        """Upload what machines install, if there are to be any."""
        if parameters["OrchestratorCount"] == "0":
            return {"OrchestratorReleaseBucket": "", "OrchestratorReleaseSha256": ""}
        self.say("Building the release for the orchestrators' machines")
        archive = bundle.build(parameters["OrchestratorArchitecture"], clips_folder())
        self.say(f"  {archive.stat().st_size / 1e6:.1f} MB")
        upload(client, bucket, f"orchestrator/{archive.name}", archive)
        sha256 = archive.name.removesuffix(".tar.gz")
        return {"OrchestratorReleaseBucket": bucket, "OrchestratorReleaseSha256": sha256}

    def finish(self, change: ChangeSet | None) -> dict[str, str]:
        """Make the change, let parameters reach every function, upload the site.

        Returns
        -------
        dict of str to str
            The stack's outputs.

        Raises
        ------
        StorageError
            When the change failed, and the stack is what it was before; says why.
        """
        with storage_errors(f"deploy {self.name}"):
            if change is not None:
                self.say("Changing the stack; a first distribution takes some minutes")
                self.stack.make(change)
            for function in release.publish(self.session, self.name):
                self.say(f"  a new version of {function} takes the new parameters")
            release.forget_old(self.session, self.name)
            outputs = self.stack.outputs()
            self.say("Uploading the dashboard")
            release_id = site.upload(self.session.client("s3"), outputs["SiteBucketName"])
            self.say(f"  release {release_id} is live")
        return outputs

    def known_parameters(self) -> dict[str, str]:
        """Return the last deployment's parameters, or what suits the account before the first.

        Raises
        ------
        StorageError
            When AWS refuses a call.
        """
        with storage_errors(f"look at {self.name}"):
            if known := self.stack.parameters():
                return known
            limits = self.session.client("lambda").get_account_settings()["AccountLimit"]
        room = limits["UnreservedConcurrentExecutions"]
        return {"UpgraderReservedConcurrency": "1"} if room >= ROOM_TO_RESERVE else {}

    def destroy(self) -> list[str]:
        """Delete the stack, and return the names of what is kept: table, artifacts, users.

        Raises
        ------
        NotFoundError
            When there is no such stack.
        StorageError
            When something could not be deleted; says what and why.
        """
        with storage_errors(f"delete {self.name}"):
            outputs = self.stack.outputs()
            if site_bucket := outputs.get("SiteBucketName"):  # none if it never came up
                self.say("Emptying the site's bucket")
                self.session.resource("s3").Bucket(site_bucket).object_versions.delete()
            self.say("Deleting the stack; a distribution takes some minutes")
            self.stack.delete()
        kept = ("TableName", "ArtifactBucketName", "UserPoolId")
        return [f"{name} {outputs[name]}" for name in kept if name in outputs]


def refuse_uncommitted() -> None:
    """Raise ConfigurationError unless the checkout is exactly a commit.

    What runs in an account can then be found again, and built anew.
    """
    done = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ConfigurationError("deploy from a git checkout, so that what runs can be found again")
    if changed := done.stdout.splitlines():
        raise ConfigurationError(
            f"{len(changed)} files are not as committed ({changed[0].split(maxsplit=1)[1]}, …): "
            "commit or stash them, so that what runs can be found again"
        )
