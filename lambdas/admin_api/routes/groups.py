"""Groups of failures with the same fingerprint."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.diagnosis import FailureRecord, Group
from lambdas.admin_api.models import (
    FailurePage,
    FailureSummary,
    GroupDecision,
    GroupDetail,
    GroupPage,
)
from lambdas.admin_api.params import Cursor, FailureLimit, FingerprintId, Limit
from lambdas.admin_api.services import Admin, Injected

router = Router()


@router.get(
    "/api/groups",
    tags=["groups"],
    operation_id="listGroups",
    summary="List groups, last seen first",
    compress=True,
)
def list_groups(services: Injected, limit: Limit = 50, cursor: Cursor = None) -> GroupPage:
    """Return one page of groups."""
    page = services.diagnoses.groups(limit=limit, cursor=cursor)
    return GroupPage(items=page.items, cursor=page.cursor)


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
    items = tuple(_summary(record) for record in page.items)
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


def _summary(record: FailureRecord) -> FailureSummary:
    return FailureSummary(
        occurred_at=record.event.occurred_at,
        error_message=record.event.error_message,
        diagnosis=record.diagnosis,
    )
