"""``errata lineage``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.cli.output import console, emit_json, notes

if TYPE_CHECKING:
    from errata.events import ArtifactRef
    from errata.experiments import Experiment

SCORE = "bd_rate_vs_x264_medium_percent"
SUMS = "SHA256SUMS"


@click.command(
    "lineage",
    epilog="\b\nExamples:\n  errata lineage 01KAHB4SDSDBKRHRYQCH6ZEFFW\n"
    "  errata lineage 01KAHB4SDSDBKRHRYQCH6ZEFFW --rebuild ancestors\n"
    "  cd ancestors && sha256sum --check SHA256SUMS",
)
@click.argument("experiment_id")
@click.option(
    "--rebuild",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every ancestor's code into this folder, which must be empty or new.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the line as JSON.")
def command(*, experiment_id: str, folder: Path | None, as_json: bool) -> None:
    """Walk from the start codec to an experiment: who was made from whom, and why.

    Ends with exit code 3 when an ancestor or its code is not kept; those that are have been told.
    Reads from the resources named in the environment (ERRATA_TABLE and the like), else from the
    local stack, which must be up.
    """
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore
    from errata.adapters.s3 import S3Artifacts
    from errata.errors import NotFoundError
    from errata.lineage import ancestry, sources
    from infra.cli.local import settings_at_hand

    name = _ulid(experiment_id)
    if folder and folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f"{folder} is not empty", param_hint="--rebuild")
    settings = settings_at_hand()
    store = DynamoDbStore(boto3.resource("dynamodb").Table(settings.table))
    line: list[Experiment] = []
    missing: NotFoundError | None = None
    try:
        for experiment in ancestry(name, store):
            line.insert(0, experiment)
    except NotFoundError as error:
        missing = error
    if line:
        _tell(line, complete=missing is None, as_json=as_json)
    if missing:
        raise missing
    if folder:
        artifacts = S3Artifacts(boto3.client("s3"), settings.artifacts_bucket)
        _write(folder, line, list(sources(line, artifacts)))


def _ulid(text: str) -> str:
    from ulid import ULID

    try:
        return str(ULID.from_str(text))
    except ValueError as error:
        raise click.BadParameter("is not an experiment's id, a ULID of 26 characters") from error


def _tell(line: "Sequence[Experiment]", *, complete: bool, as_json: bool) -> None:
    if as_json:
        known = [experiment.model_dump(mode="json") for experiment in line]
        emit_json({"complete": complete, "ancestry": known})
        return
    from rich.table import Table

    table = Table("", "experiment", "started", "outcome", "BD-rate vs x264", "hypothesis", box=None)
    for number, each in enumerate(line):
        score = each.metrics.get(SCORE)
        told = f"{score:+.1f} %" if score is not None else ""
        what = each.hypothesis.replace("[", r"\[")
        started = f"{each.started_at:%Y-%m-%d %H:%M}"
        table.add_row(str(number), each.experiment_id, started, each.status.value, told, what)
    console.print(table)


def _write(
    folder: Path, line: "Sequence[Experiment]", codes: "Sequence[tuple[ArtifactRef, bytes]]"
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sums = []
    for number, (each, (ref, code)) in enumerate(zip(line, codes, strict=True)):
        name = f"{number:04}-{each.experiment_id}.py"
        folder.joinpath(name).write_bytes(code)
        sums.append(f"{ref.sha256}  {name}\n")
    folder.joinpath(SUMS).write_text("".join(sums))
    notes.print(f"{len(line)} sources and their {SUMS} are in {folder}.", markup=False)
