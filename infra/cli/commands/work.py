"""``errata work``."""

import logging
import os
from contextlib import nullcontext

import click


@click.command("work", epilog="\b\nExample:\n  errata work --jobs 2 | jq -r .status")
@click.option(
    "--jobs",
    type=click.IntRange(1, 31),  # MOST_JOBS of the sandbox
    default=os.cpu_count() or 1,
    help="Sandboxes at a time; by default one for each processor.",
)
@click.option("--on-ec2", is_flag=True, help="Stop in time when AWS takes this machine away.")
def command(*, jobs: int, on_ec2: bool) -> None:
    """Run experiments until stopped, as the service on EC2 does; one JSON line for each.

    Uses the resources named in the environment (ERRATA_TABLE and the like). SIGTERM or Ctrl-C
    stops it when the boxes at work are done.
    """
    import boto3

    from errata.adapters.environment import load
    from infra.cli.batch import stop_on_signals
    from infra.ec2.instance_metadata import InstanceMetadata
    from infra.ec2.interruptions import let_go, watched
    from infra.ec2.service import work
    from orchestrator.bootstrap import build_loop
    from orchestrator.settings import OrchestratorSettings

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    loop = build_loop(load(OrchestratorSettings))
    metadata = InstanceMetadata()
    with stop_on_signals() as stop, watched(metadata, stop) if on_ec2 else nullcontext():
        work(loop, jobs=jobs, stop=stop)
    if on_ec2:
        let_go(metadata, lambda: boto3.client("autoscaling"))
