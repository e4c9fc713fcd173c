"""``errata up``."""

import click

from infra.cli.output import console, emit_json


@click.command("up", epilog="\b\nExample:\n  errata up --json | jq -r .site_url")
@click.option("--json", "as_json", is_flag=True, help="Print the stack's outputs as JSON.")
def command(*, as_json: bool) -> None:
    """Start the local stack, deploy the template to it, and print the dashboard's address.

    With ANTHROPIC_API_KEY in the environment the key goes into the stack's secret, and Claude
    explains failures; without it the pattern matcher does.
    """
    from infra.cli.local import local_stack, sign_in_table, start_stack

    outputs = start_stack(local_stack())
    if as_json:
        emit_json(outputs.model_dump(mode="json"))
    else:
        console.print(sign_in_table(outputs))
