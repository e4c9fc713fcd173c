"""``errata doctor``."""

import os
from collections.abc import Iterator

import click
from rich.table import Table

from errata.errors import ErrataError
from infra.cli.output import console, emit_json

Row = tuple[str, bool, str]


@click.command(
    "doctor", epilog="\b\nExample:\n  errata doctor --json | jq '.checks[] | select(.ok | not)'"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> int:
    """Say what this host can and cannot do: isolation, clips, emulator, Claude key.

    Exit code 0 when candidates can run here, 5 when they cannot.
    """
    from orchestrator.sandbox import report

    isolation = [(check.name, check.ok, check.detail) for check in report()]
    rows = [*isolation, *_surroundings()]
    if as_json:
        emit_json({"checks": [{"check": n, "ok": ok, "detail": d} for n, ok, d in rows]})
    else:
        table = Table(box=None, pad_edge=False)
        for column in ("Check", "", "Detail"):
            table.add_column(column)
        for name, ok, detail in rows:
            table.add_row(name, "[green]ok[/]" if ok else "[red]no[/]", detail)
        console.print(table)
    return 0 if all(ok for _, ok, _ in isolation) else 5


def _surroundings() -> Iterator[Row]:
    yield _clips()
    yield _stack()
    key = bool(os.environ.get("ANTHROPIC_API_KEY"))
    yield (
        "claude key",
        key,
        "ANTHROPIC_API_KEY is set" if key else "ANTHROPIC_API_KEY is not set: patterns diagnose",
    )


def _clips() -> Row:
    from orchestrator.codec import clips
    from orchestrator.settings import clips_folder

    folder = clips_folder()
    names = clips.names(folder)
    try:
        for name in names:
            clips.load(folder, name, frames=8)
    except ErrataError as error:
        return "clips", False, str(error)
    return "clips", True, ", ".join(names)


def _stack() -> Row:
    from infra.cli.local import local_stack

    status = local_stack().status()
    where = status.site_url or "errata up starts it"
    return "local stack", status.running, where
