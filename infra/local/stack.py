"""The whole of Errata on one machine: the real template, deployed to an AWS emulator."""

from collections.abc import Callable

from infra.local.outputs import StackOutputs, StackStatus
from infra.local.settings import LocalSettings

__all__ = ["LocalStack", "StackOutputs", "StackStatus"]


class LocalStack:
    """One local stack and its data folder."""

    def __init__(self, settings: LocalSettings | None = None) -> None:
        self._settings = settings or LocalSettings()

    def up(self, say: Callable[[str], None]) -> StackOutputs:
        """Start what is down, deploy what changed, and return where everything is."""
        raise NotImplementedError

    def down(self) -> None:
        """Stop the emulator so that it saves its state."""
        raise NotImplementedError

    def status(self) -> StackStatus:
        """Say whether the stack is up, and where, without changing anything."""
        raise NotImplementedError
