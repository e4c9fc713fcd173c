"""``errata redact``."""

from collections.abc import Iterator
from typing import TextIO

import click

from errata.redaction import Redactor, passages
from infra.cli.output import emit_json, notes

_CHUNK = 1 << 18


@click.command(
    "redact",
    epilog="\b\nExamples:\n  errata redact < some.log\n"
    "  errata redact build.log > shareable.log\n"
    "  kubectl logs job/encode | errata redact | less\n"
    "  errata redact --json candidate.py       how many secrets of each kind, not the text\n\n"
    "\b\nExit codes:\n  0 done   2 no such file, or wrong usage   130 interrupted",
)
@click.argument("file", type=click.File(errors="replace"), default="-")
@click.option("--json", "as_json", is_flag=True, help="Print counts by kind instead of the text.")
def command(*, file: TextIO, as_json: bool) -> None:
    """Hide the secrets and the names of people in a text.

    FILE is a log or code; `-`, the default, is standard input. Keys, tokens, passwords, private
    keys, cookies, e-mail and network addresses, telephone numbers and user names become
    placeholders such as `<token-1>`, the same for the same secret. Shapes, hashes, ids, versions
    and line numbers stay. This is what Errata does before anything leaves its process.

    A text of any size is read piece by piece: a secret is hidden from where it first shows.
    """
    if file.isatty():
        notes.print("Reading from the terminal; end it with Ctrl-D.")
    mask = Redactor()
    lines = characters = 0
    for passage in passages(_chunks(file)):
        redacted = mask(passage)
        lines += redacted.count("\n")
        characters += len(redacted)
        if not as_json:
            click.echo(redacted, nl=False)
    if as_json:
        emit_json({"lines": lines, "characters": characters, "secrets": dict(mask.counts)})


def _chunks(file: TextIO) -> Iterator[str]:
    return iter(lambda: file.read(_CHUNK), "")
