"""Command line of the benchmarks: ``python -m benchmarks --help``.

A benchmark is a module of this package with a function ``measure(session)``; adding its name to
``NAMES`` is all it takes.
"""

import importlib
from pathlib import Path

import click
from rich.console import Console

from benchmarks.report import show
from benchmarks.session import Options, Session

NAMES = (
    "accuracy",
    "boxes",
    "cost",
    "dashboard",
    "evidence",
    "grouping",
    "imports",
    "latency",
    "learning",
    "listing",
    "load",
    "measuring",
    "patterns",
    "progress",
    "soak",
)
notes = Console(stderr=True, highlight=False)


@click.command(epilog="\b\nExample:\n  python -m benchmarks imports listing --json")
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--failures", default=200, show_default=True, help="Failures to publish.")
@click.option("--stored", default=20_000, show_default=True, help="Experiments for the long list.")
@click.option(
    "--labelled",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON lines of labelled failures, for accuracy.",
)
@click.option("--minutes", default=2.0, show_default=True, help="How long to soak.")
@click.option("--full", is_flag=True, help="Learn for as long as its aims take: half an hour.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(
    *,
    names: tuple[str, ...],
    failures: int,
    stored: int,
    labelled: Path | None,
    minutes: float,
    full: bool,
    as_json: bool,
) -> None:
    """Measure what Errata promises to be fast, all of it or the parts named.

    Exit code 0 when every aim is met, 1 when one is missed.
    """
    with Session(_say, Options(failures, stored, labelled, minutes, full)) as session:
        figures = [
            figure
            for name in names or NAMES
            for figure in importlib.import_module(f"benchmarks.{name}").measure(session)
        ]
    show(figures, as_json=as_json)
    raise SystemExit(0 if all(figure.met for figure in figures) else 1)


def _say(doing: str) -> None:
    notes.print(f"{doing} …", style="dim", soft_wrap=True)


main()
