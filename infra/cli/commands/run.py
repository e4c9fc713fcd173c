"""``errata run``."""

import os

import click

from infra.cli.options import batch_options
from infra.cli.output import console, emit_json


@click.command(
    "run",
    epilog="\b\nExamples:\n  errata run --experiments 24 --jobs 2\n"
    "  errata run --experiments 40 --seed 7 --json > batch.json\n"
    "  ANTHROPIC_API_KEY=... errata run --proposer mix:mutate=3,claude=1",
)
@batch_options
@click.option(
    "--feedback/--no-feedback",
    default=True,
    show_default=True,
    help="Whether what failed before decides what is tried, and what is skipped.",
)
@click.option(
    "--repairs/--no-repairs",
    default=True,
    show_default=True,
    help="Whether one in four experiments may repair a failed one as its diagnosis says.",
)
@click.option(
    "--proposer",
    metavar="WHO",
    help="Where candidates come from: mutate, claude (needs a key), replay[:newest=N | :run=ID | "
    ":ID+ID...], or mix:mutate=3,claude=1. By default ERRATA_PROPOSER, else mutate.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON summary.")
def command(
    *,
    experiments: int,
    seed: int | None,
    jobs: int,
    feedback: bool,
    repairs: bool,
    proposer: str | None,
    as_json: bool,
) -> None:
    """Run a batch of experiments and print what became of each.

    Uses the resources named in the environment (ERRATA_TABLE and the like, as on EC2), else the
    local stack, which is started if it is down.
    """
    from errata.adapters.environment import load
    from infra.cli.batch import as_document, outcome_table, run_batch, stop_on_signals
    from infra.cli.curves import rate_distortion
    from infra.cli.local import local_stack, settings_for, start_stack
    from orchestrator.proposers.choice import parse
    from orchestrator.settings import OrchestratorSettings

    if proposer is not None:
        parse(proposer)  # before anything is started for it
    if "ERRATA_TABLE" in os.environ:
        settings = load(OrchestratorSettings)
    else:
        settings = settings_for(start_stack(local_stack()))
    if proposer is not None:
        settings = settings.model_copy(update={"proposer": proposer})
    with stop_on_signals() as stop:
        done = run_batch(
            settings,
            experiments=experiments,
            seed=seed,
            jobs=jobs,
            stop=stop,
            feedback=feedback,
            repairs=repairs,
        )
    if as_json:
        emit_json(as_document(done))
    else:
        console.print(outcome_table(done))
        console.print(rate_distortion(done), markup=False)
