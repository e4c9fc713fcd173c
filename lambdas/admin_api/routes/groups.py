"""Groups of failures with the same fingerprint."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from errata.diagnosis import Group
from errata.taxonomy import GroupStatus, Severity
from lambdas.admin_api.models.failures import FailurePage, FailureSummary
from lambdas.admin_api.models.groups import GroupDecision, GroupDetail, GroupPage, NewGroups
from lambdas.admin_api.params import (
    Cursor,
    FailureLimit,
    FingerprintId,
    FirstDay,
    LastDay,
    Limit,
    day_range,
)
from lambdas.admin_api.services import Admin, Injected

NEW_GROUPS_READ = 200
"""New groups that are looked at for the worst of them."""
HANDLED = frozenset({GroupStatus.RESOLVED, GroupStatus.MUTED})

router = Router()


@router.get(
    "/api/groups",
    tags=["groups"],
    operation_id="listGroups",
    summary="List groups, last seen first",
    compress=True,
)
def list_groups(
    services: Injected,
    status: Annotated[GroupStatus | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> GroupPage:
    """Return one page of groups."""
    page = services.diagnoses.groups(limit=limit, cursor=cursor, status=status)
    return GroupPage(items=page.items, cursor=page.cursor)


@router.get(
    "/api/groups/new",
    tags=["groups"],
    operation_id="listNewGroups",
    summary="Groups first seen in these days that nobody resolved or muted, the worst first",
    compress=True,
)
def list_new_groups(
    services: Injected, first_day: FirstDay = None, last_day: LastDay = None, limit: Limit = 10
) -> NewGroups:
    """Return the worst new groups by severity, then by how often they were seen."""
    first, last = day_range(first_day, last_day, services.clock())
    page = services.diagnoses.new_groups(first, last, limit=NEW_GROUPS_READ)
    unhandled = [group for group in page.items if group.status not in HANDLED]
    unhandled.sort(key=_urgency)
    return NewGroups(items=tuple(unhandled[:limit]), truncated=page.cursor is not None)


@router.get(
    "/api/groups/<fingerprint>",
    tags=["groups"],
    operation_id="getGroup",
    summary="One group and a page of its failures, newest first",
    compress=True,
)
def get_group(
    services: Injected, fingerprint: FingerprintId, limit: FailureLimit = 20, cursor: Cursor = None
) -> GroupDetail:
    """Return a group and one page of its failures."""
    group = services.diagnoses.group(fingerprint)
    page = services.diagnoses.group_failures(fingerprint, limit=limit, cursor=cursor)
    items = tuple(map(FailureSummary.of, page.items))
    return GroupDetail(group=group, failures=FailurePage(items=items, cursor=page.cursor))


@router.post(
    "/api/groups/<fingerprint>/status",
    tags=["groups"],
    operation_id="decideGroup",
    summary="Resolve, mute or reopen a group",
)
def decide_group(
    services: Injected, admin: Admin, fingerprint: FingerprintId, decision: GroupDecision
) -> Group:
    """Keep a person's decision. A resolved group that is seen again shows as regressed."""
    return services.diagnoses.set_group_status(
        fingerprint, decision.status, by=admin.username, at=services.clock()
    )


def _urgency(group: Group) -> tuple[int, int]:
    return [*Severity].index(group.severity), -group.count
