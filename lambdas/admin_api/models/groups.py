"""Groups of kin, and what becomes of them."""

from typing import Literal

from errata.diagnosis import Group
from errata.model import Contract
from errata.taxonomy import GroupStatus
from lambdas.admin_api.models.failures import FailurePage


class GroupPage(Contract):
    """Groups, last seen first."""

    items: tuple[Group, ...]
    cursor: str | None


class NewGroups(Contract):
    """New groups that need attention, the worst first."""

    items: tuple[Group, ...]
    truncated: bool
    """There are more new groups than were looked at: only the latest were ranked."""


class GroupDetail(Contract):
    """A group and one page of its failures."""

    group: Group
    failures: FailurePage


class GroupDecision(Contract):
    """What is to become of a group; only the system itself calls one regressed."""

    status: Literal[GroupStatus.OPEN, GroupStatus.RESOLVED, GroupStatus.MUTED]
