"""``errata logs``."""

import re
from datetime import UTC, datetime, timedelta

import click

from infra.cli.aws import stack_option
from infra.cli.output import console
from infra.logs import GROUPS

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _span(_context: click.Context, _option: click.Parameter, text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})([mhd])", text)
    if not found:
        raise click.BadParameter("must be like 30m, 2h or 1d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.command("logs", epilog="\b\nExample:\n  errata logs diagnoser --trouble --since 2h")
@click.argument("part", type=click.Choice(tuple(GROUPS)))
@stack_option
@click.option("--since", callback=_span, default="1h", show_default=True, help="How far back.")
@click.option("--trouble", is_flag=True, help="Warnings and errors only.")
def command(*, part: str, stack: str, since: timedelta, trouble: bool) -> None:
    """Print what a part of a stack on AWS logged, oldest first."""
    import boto3

    from infra.logs import group_of, lines

    session = boto3.Session()
    group = group_of(session.client("cloudformation"), stack, part)
    moment = datetime.now(UTC) - since
    for line in lines(session.client("logs"), group, moment, trouble_only=trouble):
        console.print(line, markup=False, soft_wrap=True)
