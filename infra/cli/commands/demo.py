"""``errata demo``: the whole product on one machine."""

import time

import click

from infra.cli.options import batch_options
from infra.cli.output import console, emit_json, notes


@click.command(
    "demo",
    epilog="\b\nExamples:\n  errata demo\n  errata demo --experiments 40 --seed 7 --exit --json",
)
@batch_options
@click.option("--exit", "leave", is_flag=True, help="Stop the stack and leave after the batch.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON summary.")
def command(*, experiments: int, seed: int | None, jobs: int, leave: bool, as_json: bool) -> None:
    """Start the local stack, run a batch of experiments, and show the dashboard's address.

    Stays up until Ctrl-C (or SIGTERM), then stops the stack; its data is kept for the next time.
    """
    from infra.cli.batch import as_document, outcome_table, run_batch, stop_on_signals
    from infra.cli.curves import rate_distortion
    from infra.cli.local import local_stack, settings_for, sign_in_table, start_stack

    stack = local_stack()
    started = time.monotonic()
    with stop_on_signals() as stop:
        try:
            outputs = start_stack(stack)
            settings = settings_for(outputs)
            done = run_batch(settings, experiments=experiments, seed=seed, jobs=jobs, stop=stop)
            if as_json:
                seconds = round(time.monotonic() - started, 1)
                emit_json(as_document(done) | {"site_url": outputs.site_url, "seconds": seconds})
            else:
                console.print(outcome_table(done))
                console.print(rate_distortion(done), markup=False)
                console.print(sign_in_table(outputs))
            if not leave:
                notes.print("Ctrl-C stops the stack; its data is kept.")
                stop.wait()
        finally:
            with notes.status("Stopping the local stack"):
                stack.down()
