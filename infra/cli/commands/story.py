"""``errata story``."""

import click

from infra.cli.output import emit_json


@click.command(
    "story",
    epilog="\b\nExamples:\n  errata story 01KAHB4SDSDBKRHRYQCH6ZEFFW\n"
    "  errata story 01KAHB4SDSDBKRHRYQCH6ZEFFW > experiment.md",
)
@click.argument("experiment_id")
@click.option("--json", "as_json", is_flag=True, help="Print what it is told from, as JSON.")
def command(*, experiment_id: str, as_json: bool) -> None:
    """Tell an experiment's story as Markdown: hypothesis, change, diagnosis, scores, kin.

    Reads from the resources named in the environment (ERRATA_TABLE and the like), else from the
    local stack, which must be up.
    """
    import boto3
    from pydantic import TypeAdapter
    from ulid import ULID

    from errata.adapters.dynamodb import DynamoDbStore
    from errata.adapters.s3 import S3Artifacts
    from errata.story import Story, told
    from errata.telling import gathered
    from infra.cli.local import settings_at_hand

    try:
        ULID.from_str(experiment_id)
    except ValueError as error:
        raise click.BadParameter("is not an experiment's id, a ULID of 26 characters") from error
    settings = settings_at_hand()
    store = DynamoDbStore(boto3.resource("dynamodb").Table(settings.table))
    artifacts = S3Artifacts(boto3.client("s3"), settings.artifacts_bucket)
    story = gathered(experiment_id.upper(), store, store, artifacts)
    if as_json:
        emit_json(TypeAdapter(Story).dump_python(story, mode="json"))
    else:
        click.echo(told(story), nl=False)
