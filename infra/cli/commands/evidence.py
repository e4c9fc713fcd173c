"""``errata evidence``."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import click

from errata.reader import read_log
from infra.cli.output import emit_json, notes

_CHUNK = 1 << 16


@click.command(
    "evidence",
    epilog="\b\nExamples:\n  errata evidence < some.log\n"
    "  errata evidence --budget 12000 build.log\n"
    "  kubectl logs job/encode | errata evidence --json",
)
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--budget",
    type=click.IntRange(200, 1_000_000),
    default=3_000,
    show_default=True,
    help="Characters to show at most, line numbers included.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, file: BinaryIO, budget: int, as_json: bool) -> None:
    """Show the lines of a log that tell why a run died.

    FILE is a log; `-`, the default, is standard input. It is redacted first, and nothing leaves
    this machine. Each line keeps its number; `⋮` stands where lines are left out. This is what a
    language model gets to read of a failure.

    Of a log of more than 5 MB the start and the end are read, and a remark says what was not.
    """
    if file.isatty():
        notes.print("Reading a log from the terminal; end it with Ctrl-D.")
    reading = read_log(_chunks(file))
    if as_json:
        emit_json(
            {
                "budget": budget,
                "cut_lines": reading.cut_lines,
                "cut_characters": reading.cut_characters,
                "lines": [{"line": number, "text": text} for number, text in reading.lines(budget)],
            }
        )
        return
    if reading.cut_characters:
        notes.print(
            f"Not read: {reading.cut_lines:,} lines, {reading.cut_characters:,} characters"
            " between the start and the end."
        )
    click.echo(reading.window(budget))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    return iter(partial(file.read, _CHUNK), b"")
