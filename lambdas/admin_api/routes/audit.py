"""The audit trail: what people changed."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from lambdas.admin_api.models.audit import AuditPage
from lambdas.admin_api.params import Cursor, Limit
from lambdas.admin_api.services import Admin, Injected

router = Router()


@router.get(
    "/api/audit",
    tags=["audit"],
    operation_id="listAudit",
    summary="Who changed what, when, and what it said before and after; newest first",
    description="For administrators. An entry is kept for 400 days.",
    compress=True,
)
def list_audit(
    services: Injected, _admin: Admin, limit: Limit = 50, cursor: Cursor = None
) -> AuditPage:
    """Return one page of what people changed."""
    page = services.audit.audit(now=services.clock(), limit=limit, cursor=cursor)
    return AuditPage(items=page.items, cursor=page.cursor)
