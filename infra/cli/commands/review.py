"""``errata review``."""

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.console import Group, RenderableType
from rich.text import Text

from infra.cli.output import console, emit_json, notes

if TYPE_CHECKING:
    from orchestrator.review.concern import Concern
    from orchestrator.review.review import Recall

MOST_BYTES = 16 << 20
"""Read of a file; a box takes far less."""
STYLES = {"certain": "bold red", "likely": "yellow", "possible": "bright_black"}


@click.command(
    "review",
    epilog="\b\nExamples:\n  errata review candidate.py\n"
    "  errata review candidate.py --parent 01KAHB4SDSDBKRHRYQCH6ZEFFW\n"
    "  errata review --offline - < candidate.py\n"
    "  errata review candidate.py --json | jq '.concerns[] | select(.certainty == \"certain\")'\n\n"
    "\b\nExit codes:\n  0 nothing speaks against it   1 something does   2 no such file, or wrong"
    " usage\n  3 no such parent   4 storage did not answer",
)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--parent",
    metavar="FILE|ID",
    help="The codec it was made from: a file, or an experiment; by default the champion.",
)
@click.option("--offline", is_flag=True, help="Check the contract only; ask no stack.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, file: BinaryIO, parent: str | None, offline: bool, as_json: bool) -> int:
    """Tell what is likely to kill a candidate, before it runs. Nothing of it is executed.

    FILE is a candidate's source; `-` is standard input. First the contract, as far as the text
    tells: that it parses, that encode and decode can be called, that a box has what it imports and
    allows what it calls. Then what is remembered: the same code, the same new parts as in one that
    died, and lines that were the last that others ran, with the fix that was found. Lines of the
    parent, which lives, are not held against it.

    Each concern says how sure it is: certain, likely or possible. None at all is no promise that
    the candidate lives.

    Remembers by the resources named in the environment (ERRATA_TABLE and the like), else by the
    local stack; where that is not up, only the contract is checked.
    """
    from orchestrator.review.review import review

    code = file.read(MOST_BYTES)
    recall = None if offline else _recall()
    before, name = _parent(parent, recall)
    if recall is None:
        notes.print("Only the contract is checked: no memory is asked.")
    concerns = review(code, parent=before, recall=recall)
    if as_json:
        emit_json(
            {
                "sha256": hashlib.sha256(code).hexdigest(),
                "parent": name,
                "memory": recall is not None,
                "concerns": [asdict(concern) for concern in concerns],
            }
        )
    else:
        console.print(_readable(concerns))
    return 1 if concerns else 0


def _recall() -> "Recall | None":
    from infra.cli.local import local_stack, settings_at_hand

    if "ERRATA_TABLE" not in os.environ and local_stack().outputs() is None:
        return None
    import boto3

    from errata.adapters.dynamodb.recollection import Recollection
    from errata.adapters.s3 import S3Artifacts
    from orchestrator.review.review import Recall

    settings = settings_at_hand()
    return Recall(
        Recollection(boto3.resource("dynamodb").Table(settings.table)),
        S3Artifacts(boto3.client("s3"), settings.artifacts_bucket),
    )


def _parent(named: str | None, recall: "Recall | None") -> tuple[str, str | None]:
    """Return the parent's source, empty if there is none, and its name."""
    from errata.telling import source_of

    if named is not None and Path(named).is_file():
        return Path(named).read_text("utf-8", "replace"), named
    if recall is None:
        if named is not None:
            raise click.BadParameter("--parent is no file, and there is no stack to ask for an id")
        return "", None
    memory = recall.memory
    experiment = memory.experiment(_id(named)) if named else memory.champion()
    source = source_of(experiment.code, recall.artifacts) if experiment else None
    return source or "", experiment.experiment_id if experiment and source else None


def _id(text: str) -> str:
    from ulid import ULID

    try:
        return str(ULID.from_str(text))
    except ValueError as error:
        raise click.BadParameter("--parent is neither a file nor an experiment's id") from error


def _readable(concerns: "list[Concern]") -> RenderableType:
    if not concerns:
        return Text("Nothing is known to speak against it.", style="green")
    return Group(*map(_told, concerns))


def _told(concern: "Concern") -> Text:
    from errata.text import sanitize

    text = Text(f"{concern.certainty:8}", style=STYLES[concern.certainty])
    text.append(f"  {f'line {concern.line}: ' if concern.line else ''}", style="bold")
    seen = f" (seen {concern.seen} times)" if concern.seen > 1 else ""
    text.append(f"{sanitize(concern.message)}{seen}", style="not bold default")
    if concern.fix:
        text.append(f"\n          {sanitize(concern.fix)}", style="not bold bright_black")
    return text
