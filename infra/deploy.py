"""What ``sam deploy`` leaves to do: ``python -m infra.deploy {release,site} --stack NAME``."""

import argparse
import sys
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from errata.adapters.aws import error_code, storage_errors
from errata.errors import ErrataError, NotFoundError
from infra import release, site

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


def upload_site(session: boto3.Session, stack: str) -> str:
    """Upload the built dashboard to a deployed stack and return its address.

    Raises
    ------
    ConfigurationError
        When the dashboard has not been built.
    NotFoundError
        When there is no such stack in the session's account and region.
    StorageError
        When AWS refuses a call or does not answer.
    """
    with storage_errors(f"upload the site of {stack}"):
        outputs = _outputs(session.client("cloudformation"), stack)
        site.upload(session.client("s3"), outputs["SiteBucketName"])
    return f"https://{outputs['DistributionDomain']}/"


def _outputs(client: "CloudFormationClient", stack: str) -> dict[str, str]:
    try:
        described = client.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if error_code(error) == "ValidationError":
            raise NotFoundError(f"there is no stack {stack} in this account and region") from error
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def release_functions(session: boto3.Session, stack: str) -> str:
    """Make changed parameters reach the functions behind aliases, and say which got a version.

    Raises
    ------
    StorageError
        When AWS refuses a call or does not answer.
    """
    with storage_errors(f"release the functions of {stack}"):
        published = release.publish(session, stack)
    return "\n".join(published) or "nothing to release"


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, function, words in (
        ("release", release_functions, "make changed parameters reach the functions"),
        ("site", upload_site, "upload the built dashboard to its bucket"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--stack", required=True, help="name of the CloudFormation stack")
        command.set_defaults(function=function)
    options = parser.parse_args()
    try:
        print(options.function(boto3.Session(), options.stack))
    except ErrataError as error:
        print(f"errata: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
