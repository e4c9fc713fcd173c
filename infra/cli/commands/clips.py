"""``errata clips``: the footage that candidates are measured on."""

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from infra.cli.output import console, emit_json, notes


@click.group(
    "clips",
    epilog="\b\nExamples:\n  errata clips list\n  errata clips add holiday.mov --frames 60\n"
    "  ERRATA_CLIPS=holiday errata run",
)
def command() -> None:
    """Show, fetch, add and remove the clips that candidates are measured on.

    ERRATA_CLIPS names those a run uses (with commas between), ERRATA_HOLD_OUT_CLIP the one that
    only candidates about to be adopted meet, ERRATA_FRAMES how many frames of each.
    """


@command.command("list", epilog="\b\nExample:\n  errata clips list --json | jq '.clips[].name'")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_clips(*, as_json: bool) -> None:
    """Show each clip: size, frames, rate, origin and licence."""
    from orchestrator.codec import clips
    from orchestrator.settings import clips_folder

    folder = clips_folder()
    known = [clips.note(folder, name) for name in clips.names(folder)]
    if as_json:
        # Rates are exact fractions, such as 30000/1001.
        emit_json({"clips": [note.model_dump(mode="json") for note in known]})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("Clip", "Size", "Frames", "Rate", "Origin", "Licence"):
        table.add_column(column, no_wrap=column not in ("Origin", "Licence"))
    for note in known:
        size, rate = f"{note.width}x{note.height}", f"{note.fps:.5g}"
        texts = escape(note.origin), escape(note.licence)
        table.add_row(note.name, size, str(note.frames), rate, *texts)
    console.print(table)


@command.command("fetch", epilog="\b\nExample:\n  errata clips fetch")
def fetch() -> None:
    """Fetch the clips that come with Errata, as far as they are missing."""
    from orchestrator.codec import clips
    from orchestrator.settings import clips_folder

    with notes.status("Checking the clips") as status:
        fetched = clips.fetch(clips_folder(), status.update)
    console.print(f"Fetched {', '.join(fetched)}" if fetched else "All clips are there")


@command.command("add", epilog="\b\nExample:\n  errata clips add holiday.mov --name holiday")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="How the clip is called; by default after the file.")
@click.option("--frames", type=int, help="How many frames to keep, from the start.")
@click.option("--licence", help="What one may do with it, for the clip's note.")
def add(*, file: Path, name: str | None, frames: int | None, licence: str | None) -> None:
    """Add FILE, a video in any format that FFmpeg reads, as a clip.

    It is converted once to 8-bit 4:2:0 (I420, limited range); sound is left out.
    """
    from orchestrator.codec import clips
    from orchestrator.settings import clips_folder

    with notes.status("Reading the video") as status:
        note = clips.add(
            clips_folder(),
            file,
            name=name,
            frames=frames,
            licence=licence or "not stated when it was added",
            on_frame=lambda count: status.update(f"Reading the video: {count} frames"),
        )
    size = f"{note.width}x{note.height}"
    console.print(f"Added {note.name}: {note.frames} frames of {size} at {note.fps:.5g} a second")


@command.command("remove", epilog="\b\nExample:\n  errata clips remove holiday")
@click.argument("name")
def remove(*, name: str) -> None:
    """Remove the clip NAME, if it was added."""
    from orchestrator.codec import clips
    from orchestrator.settings import clips_folder

    clips.remove(clips_folder(), name)
    console.print(f"Removed {name}")
