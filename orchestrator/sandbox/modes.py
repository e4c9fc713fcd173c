"""The two ways to launch a box; which one is possible depends on who we are."""

import os
from dataclasses import dataclass
from typing import Protocol

from orchestrator.sandbox.seats import SEATS

_FIRST_USER = 1_879_048_192
"""systemd leaves the ids from here to 2147483647 to nobody (systemd.io/UIDS-GIDS): just enough for
:data:`SEATS` of every process a kernel can number (2 to the 22nd)."""


class Mode(Protocol):
    """How a box comes to run as somebody harmless."""

    @property
    def name(self) -> str:
        """One phrase for people."""

    @property
    def bwrap_options(self) -> tuple[str, ...]:
        """Options of bubblewrap that belong to this mode."""

    @property
    def launch_as(self) -> int | None:
        """The user to start bubblewrap as; None for the user we are."""

    @property
    def reason(self) -> str:
        """Why this mode, in one phrase for people."""

    @property
    def weakness(self) -> str:
        """What this mode leaves open that the other does not."""

    def user_inside(self, seat: int) -> int | None:
        """Return the user the shim must become before anything untrusted runs, if any."""


@dataclass(frozen=True, slots=True)
class RootMode:
    """Root without a user namespace; the shim becomes a user nobody else is, one per box.

    A user of its own keeps a box's processes out of the counts and reach of all others: a limit
    on processes is kept per user on the whole host, and so is the kernel's keyring.
    """

    name: str = "root, a user id of its own per box"
    reason: str = "this process is root, which needs no user namespace"
    weakness: str = (
        "boxes are built by root: a flaw in bubblewrap itself would be met with all rights, as it "
        "would not for an unprivileged user"
    )
    bwrap_options: tuple[str, ...] = (
        *("--cap-drop", "ALL"),
        *("--cap-add", "CAP_SETUID"),
        *("--cap-add", "CAP_SETGID"),
    )
    launch_as: None = None

    def user_inside(self, seat: int) -> int:
        """Return the user id of ``seat``, unlike any other orchestrator's."""
        return _FIRST_USER + os.getpid() * SEATS + seat


@dataclass(frozen=True, slots=True)
class UserMode:
    """An unprivileged user and a user namespace, in which no further one can be made.

    Parameters
    ----------
    launch_as : int, optional
        Become this user first; only root can.
    """

    launch_as: int | None = None
    name: str = "unprivileged user with a user namespace"
    reason: str = "this process is not root"
    weakness: str = (
        "all boxes are one user of this host: what the kernel counts per user, they share, as they "
        "would not if started by root"
    )
    bwrap_options: tuple[str, ...] = (
        *("--unshare-user", "--disable-userns"),
        *("--uid", "65534", "--gid", "65534"),
        *("--cap-drop", "ALL"),
    )

    def user_inside(self, seat: int) -> None:
        """Return None: the box already runs as the unprivileged user."""


def choose_mode() -> Mode:
    """Return the mode for the user we are."""
    return RootMode() if os.geteuid() == 0 else UserMode()
