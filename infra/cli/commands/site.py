"""``errata site``."""

import click

from infra.cli.aws import stack_option
from infra.cli.output import console, notes


@click.group("site", epilog="\b\nExample:\n  errata site rollback")
def command() -> None:
    """Upload the dashboard to a stack on AWS, list its releases, go back to an earlier one."""


@command.command("upload")
@stack_option
def upload(*, stack: str) -> None:
    """Upload the built dashboard and make it live."""
    import boto3

    from errata.adapters.aws import storage_errors
    from infra import site
    from infra.cli.aws import outputs_of

    session = boto3.Session()
    outputs = outputs_of(session, stack)
    with storage_errors("upload the dashboard"):
        release_id = site.upload(session.client("s3"), outputs["SiteBucketName"])
    notes.print(f"Release {release_id} is live at https://{outputs['DistributionDomain']}/")


@command.command("list")
@stack_option
def listing(*, stack: str) -> None:
    """List what was uploaded, last first, and say what is live."""
    import boto3

    from errata.adapters.aws import storage_errors
    from infra import site
    from infra.cli.aws import outputs_of

    session = boto3.Session()
    bucket = outputs_of(session, stack)["SiteBucketName"]
    with storage_errors("list the releases of the dashboard"):
        for release in site.releases(session.client("s3"), bucket):
            live = "  live" if release.is_live else ""
            console.print(f"{release.release_id}  {release.uploaded_at:%Y-%m-%dT%H:%M:%SZ}{live}")


@command.command("rollback")
@stack_option
@click.option("--to", "release_id", help="A release; by default the one before the live one.")
def rollback(*, stack: str, release_id: str | None) -> None:
    """Make an earlier release live; browsers get it at their next look."""
    import boto3

    from errata.adapters.aws import storage_errors
    from infra import site
    from infra.cli.aws import outputs_of

    session = boto3.Session()
    client, bucket = session.client("s3"), outputs_of(session, stack)["SiteBucketName"]
    with storage_errors("roll back the dashboard"):
        if release_id:
            site.activate(client, bucket, release_id)
        else:
            release_id = site.rollback(client, bucket)
    notes.print(f"Release {release_id} is live")
