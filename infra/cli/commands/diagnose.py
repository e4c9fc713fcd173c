"""``errata diagnose``."""

import json
from collections.abc import Callable
from typing import Any, TextIO

import click
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from errata.diagnosis import Verdict
from errata.offline import diagnose_line, diagnose_log
from errata.taxonomy import Source
from infra.cli.output import SEVERITY_STYLES, console, emit_json, notes

Answer = dict[str, Any]


@click.command(
    "diagnose",
    epilog="\b\nExamples:\n  errata diagnose < some.log\n"
    "  errata diagnose --offline --jsonl failures.jsonl > diagnoses.jsonl\n"
    '  echo \'{"id": 1, "error_message": "Killed", "logs": "", "signal": 9}\' |'
    " errata diagnose --jsonl -",
)
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--offline", is_flag=True, help="Use the rules only; ask no stack.")
@click.option("--jsonl", is_flag=True, help="Read and write one JSON object a line.")
@click.option("--json", "as_json", is_flag=True, help="Explain a log as JSON.")
def command(*, file: TextIO, offline: bool, jsonl: bool, as_json: bool) -> None:
    """Explain a failure from its log, or many from JSON lines.

    FILE is a log; `-`, the default, is standard input. The rules on this machine explain it, and
    nothing leaves it. If the local stack is up, a diagnosis that it remembers for the same kind of
    failure, from Claude or from a person, is shown instead, unless --offline is given.

    With --jsonl each line is an object with id, error_message, logs, and optionally code, stage,
    exit_code and signal. Each gets a diagnosis on a line of its own, in the same order; a line that
    is not valid gets an object with an error that names the field.
    """
    recall = _nothing if offline else _memory()
    if jsonl:
        for line in file:
            answer = diagnose_line(line)
            click.echo(json.dumps(answer | recall(answer.get("fingerprint")), ensure_ascii=False))
        return
    if file.isatty():
        notes.print("Reading a log from the terminal; end it with Ctrl-D.")
    explanation = diagnose_log(file.read())
    answer = {
        **explanation.verdict.model_dump(mode="json"),
        "source": Source.PATTERNS.value,
        "fingerprint": explanation.fingerprint,
    }
    answer |= recall(explanation.fingerprint)
    if as_json:
        emit_json(answer)
    else:
        console.print(_readable(answer))


def _nothing(_fingerprint: object) -> Answer:
    return {}


def _memory() -> Callable[[object], Answer]:
    """Return a look-up in the local stack's memory, or in nothing if it is down."""
    from errata.adapters.dynamodb import DynamoDbStore
    from infra.cli.local import local_stack

    outputs = local_stack().outputs()
    if outputs is None:
        return _nothing
    store = DynamoDbStore(outputs.session().resource("dynamodb").Table(outputs.table))

    def recall(fingerprint: object) -> Answer:
        if not isinstance(fingerprint, str):
            return {}
        known = store.remembered([fingerprint]).get(fingerprint)
        if known is None:
            return {}
        # The evidence is this log's own; the remembered one quotes another.
        told = known.model_dump(mode="json", include=set(Verdict.model_fields) - {"evidence"})
        return told | {"source": Source.MEMORY.value}

    return recall


def _readable(answer: Answer) -> RenderableType:
    head = Table.grid(padding=(0, 2))
    severity = Text(answer["severity"], style=SEVERITY_STYLES[answer["severity"]])
    for name, value in (
        ("Category", Text(answer["category"])),
        ("Severity", severity),
        ("Root cause", Text(answer["root_cause"])),
        ("Fix", Text(answer["fix_suggestion"])),
        ("Confidence", Text(f"{answer['confidence']:.2f}, by {answer['source']}")),
    ):
        head.add_row(Text(name, style="bold"), value)
    lines = Table.grid(padding=(0, 1))
    for evidence in answer["evidence"]:
        lines.add_row(Text(f"{evidence['line']:>6}", style="bright_black"), Text(evidence["quote"]))
    return Group(head, Text("Evidence", style="bold"), lines) if answer["evidence"] else head
