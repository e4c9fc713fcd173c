"""``errata doctor``."""

import os
from collections.abc import Iterator

import click
from rich.markup import escape
from rich.table import Table

from errata.errors import ErrataError
from infra.cli.output import console, emit_json

Row = tuple[str, bool, str]


@click.command(
    "doctor",
    epilog="\b\nExamples:\n  errata doctor\n"
    "  errata doctor --json | jq '.checks[] | select(.ok | not)'",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> int:
    """Say what this host can and cannot do: isolation, clips, emulator, Claude key.

    Candidates that try to escape are run in boxes; each way out is a row. Exit code 0 when
    candidates can run here, 5 when they cannot.
    """
    from orchestrator.sandbox import report

    sandbox = report()
    rows = [*sandbox.checks, *_surroundings()]
    if as_json:
        emit_json(
            {
                "can_run": sandbox.can_run,
                "mode": sandbox.mode,
                "weaker": sandbox.weaker,
                "checks": [{"check": n, "ok": ok, "detail": d} for n, ok, d in rows],
            }
        )
    else:
        console.print(_table(rows))
        for weakness in sandbox.weaker:
            console.print(f"[yellow]Weaker here:[/] {escape(weakness)}.")
        verdict = "Candidates can run here." if sandbox.can_run else "No candidate may run here."
        console.print(f"[{'green' if sandbox.can_run else 'red'}]{verdict}[/]")
    return 0 if sandbox.can_run else 5


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("Check", "", "Detail"):
        table.add_column(column, no_wrap=column != "Detail")
    for name, ok, detail in rows:
        table.add_row(escape(name), "[green]ok[/]" if ok else "[red]no[/]", escape(detail))
    return table


def _surroundings() -> Iterator[Row]:
    yield from _clips()
    yield _emulator()
    yield _spool()
    key = bool(os.environ.get("ANTHROPIC_API_KEY"))
    yield (
        "claude key",
        key,
        "ANTHROPIC_API_KEY is set" if key else "ANTHROPIC_API_KEY is not set: patterns diagnose",
    )


def _clips() -> Iterator[Row]:
    """Yield a row for each clip a run from here would use, and one for those it would not."""
    from errata.adapters.environment import load
    from orchestrator.codec import clips
    from orchestrator.settings import ClipSettings

    try:
        settings = load(ClipSettings)
    except ErrataError as error:
        yield "clips", False, str(error)
        return
    held_out = filter(None, [settings.hold_out_clip])
    used = dict.fromkeys(settings.clips, "working clip") | dict.fromkeys(held_out, "hold-out")
    for name, role in used.items():
        try:
            video = clips.load(settings.clips_dir, name, settings.frames)
        except ErrataError as error:
            yield f"clip {name}", False, str(error)
        else:
            size = f"{video.width}x{video.height}"
            yield f"clip {name}", True, f"{role}, {video.frames} frames of {size} are used"
    if others := [name for name in clips.names(settings.clips_dir) if name not in used]:
        yield "other clips", True, ", ".join(others)


def _spool() -> Row:
    from orchestrator.settings import data_folder, spool_file
    from orchestrator.spool import depth_of

    try:
        waiting = depth_of(spool_file(data_folder()))
    except ErrataError as error:
        return "spool", False, str(error)
    told = f"{waiting.parcels} outcomes wait to be published, {waiting.bytes:,} bytes"
    return "spool", True, told if waiting.parcels else "everything is published"


def _emulator() -> Row:
    from infra.cli.local import local_stack
    from infra.home import tools

    if not (tools() / "emulator" / "bin" / "python").exists():
        return "emulator", False, "not set up: make setup"
    status = local_stack().status()
    where = f"running, {status.site_url or status.endpoint_url}"
    return "emulator", True, where if status.running else "not running: errata up starts it"
