"""``errata deploy``."""

from typing import TYPE_CHECKING

import click
from rich.table import Table

from infra.cli.aws import stack_option
from infra.cli.output import console, emit_json, notes

if TYPE_CHECKING:
    from infra.changes import ChangeSet

NEXT = """\
Next:
  errata key set --stack {stack}                     Claude's key; patterns diagnose without one
  errata user add NAME --role admin --stack {stack}  the first who may sign in
  https://{DistributionDomain}/
Runbooks: docs/operating.md"""


@click.command(
    "deploy",
    epilog="\b\nExamples:\n  errata deploy\n"
    "  errata deploy --yes --set AlarmEmail=ops@example.com --set OrchestratorCount=0",
)
@stack_option
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Decide a parameter.")
@click.option("--yes", is_flag=True, help="Ask nothing: parameters stay, the change is made.")
@click.option("--json", "as_json", is_flag=True, help="Print the stack's outputs as JSON.")
def command(*, stack: str, given: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Deploy this checkout to the AWS account and region that your AWS settings name.

    Asks for each parameter, with the last deployment's values as defaults, and shows what would
    change before anything does. The Claude key is no parameter: see `errata key`.
    """
    import boto3

    from infra.deploy import Deployment, refuse_uncommitted
    from infra.questions import decided

    refuse_uncommitted()
    deployment = Deployment(boto3.Session(), stack, notes.print)
    values = decided(given, deployment.known_parameters())
    if not yes:
        values = _asked(values, {word.partition("=")[0] for word in given})
    change = deployment.propose(values)
    if change is None:
        notes.print("The stack is as it should be.")
    elif not yes and not _agreed(change):
        notes.print("Nothing was changed.")
        return 1
    outputs = deployment.finish(change)
    if as_json:
        emit_json(outputs)
        return 0
    table = Table.grid(padding=(0, 2))
    for name, value in sorted(outputs.items()):
        table.add_row(name, value)
    console.print(table)
    notes.print(NEXT.format(stack=stack, **outputs))
    return 0


def _asked(values: dict[str, str], given: set[str]) -> dict[str, str]:
    from infra.questions import ENDPOINTS, questions

    answers = dict(values)
    group = ""
    for question in questions(values):
        if question.name in given or question.group == ENDPOINTS:
            continue
        if question.group != group:
            group = question.group
            notes.print(f"\n[bold]{group}[/]")
        notes.print(f"[dim]{question.text}[/]")
        answers[question.name] = click.prompt(
            question.name,
            default=question.default,
            type=click.Choice(question.choices) if question.choices else str,
            err=True,
        )
    return answers


def _agreed(change: "ChangeSet") -> bool:
    table = Table(box=None, pad_edge=False)
    for column in ("Action", "Resource", "Type", ""):
        table.add_column(column)
    for it in change.changes:
        table.add_row(it.action, it.resource, it.kind, "[red]replaces it[/]" if it.replaces else "")
    notes.print(table)
    return click.confirm("Make these changes?", err=True)
