"""What ``sam deploy`` leaves to do: ``python -m infra.deploy site --stack NAME``."""

import argparse
import sys
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from errata.errors import ErrataError, NotFoundError, StorageError
from infra import site

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
    try:
        outputs = _outputs(session.client("cloudformation"), stack)
        site.upload(session.client("s3"), outputs["SiteBucketName"])
    except (BotoCoreError, ClientError) as error:
        raise StorageError(str(error)) from error
    return f"https://{outputs['DistributionDomain']}/"


def _outputs(client: "CloudFormationClient", stack: str) -> dict[str, str]:
    try:
        described = client.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            raise NotFoundError(f"there is no stack {stack} in this account and region") from error
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("site", help="upload the built dashboard to its bucket")
    command.add_argument("--stack", required=True, help="name of the CloudFormation stack")
    options = parser.parse_args()
    try:
        print(upload_site(boto3.Session(), options.stack))
    except ErrataError as error:
        print(f"errata: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
