"""``errata key``."""

import sys

import click

from infra.cli.aws import stack_option
from infra.cli.output import notes

LONGEST = 4_096


@click.group("key", epilog="\b\nExample:\n  errata key set < claude.key")
def command() -> None:
    """Give a stack on AWS its Claude key, which lies in AWS Secrets Manager and nowhere else."""


@command.command("set", epilog="\b\nExample:\n  pass show claude | errata key set")
@stack_option
def set_key(*, stack: str) -> None:
    """Store the key: typed unseen, or from standard input. Never as an argument, which is logged.

    Functions take it up within five minutes. What was stored before is the secret's previous
    version.
    """
    import boto3

    from errata.adapters.aws import storage_errors
    from errata.errors import InvalidInputError
    from infra.cli.aws import outputs_of

    session = boto3.Session()
    secret = outputs_of(session, stack)["ClaudeSecretArn"]
    if sys.stdin.isatty():
        key = str(click.prompt("Claude key", hide_input=True, err=True))
    else:
        key = sys.stdin.read(LONGEST + 1)
    key = key.strip()
    if not key or len(key) > LONGEST or not key.isascii() or len(key.split()) != 1:
        raise InvalidInputError("key", "must be one word on standard input, as the vendor gave it")
    with storage_errors("store the key"):
        session.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=key)
    notes.print(f"The key is stored for {stack}.")
