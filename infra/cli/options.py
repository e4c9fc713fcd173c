"""Options that several commands share."""

import os
from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def batch_options(command: Command) -> Command:
    """Add ``--experiments``, ``--seed`` and ``--jobs``."""
    for option in reversed(
        (
            click.option(
                "--experiments",
                type=click.IntRange(1, 100_000),
                default=24,
                show_default=True,
                help="How many candidates to try.",
            ),
            click.option(
                "--seed",
                type=int,
                help="Makes the proposals repeatable; drawn anew by default.",
            ),
            click.option(
                "--jobs",
                type=click.IntRange(1, 31),  # MOST_JOBS of the sandbox
                default=min(2, os.cpu_count() or 1),
                show_default=True,
                help="Sandboxes at a time.",
            ),
        )
    ):
        command = option(command)
    return command
