"""One failure: what happened, why, and the log that proves it."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from errata.diagnosis import Group
from errata.errors import NotFoundError
from errata.redaction import redact
from lambdas.admin_api.failure_view import fit, window
from lambdas.admin_api.models.failures import FailureDetail
from lambdas.admin_api.params import ExperimentId, FailureId
from lambdas.admin_api.services import Injected, Services

LOG_LIMIT = 4 * 1024 * 1024
"""Bytes of log sent: in base64, the most that fits into a Lambda answer of 6 MB."""

router = Router()


def _as_bytes(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[bytes]:
    """Send text in base64, whose size, unlike that of escaped JSON, is known beforehand."""
    response = next_middleware(app)
    response.body = str(response.body).encode()
    return response


@router.get(
    "/api/experiments/<experiment_id>/failures/<failure_id>",
    tags=["failures"],
    operation_id="getFailure",
    summary="One failure with its diagnosis, evidence and kin",
    compress=True,
)
def get_failure(
    services: Injected, experiment_id: ExperimentId, failure_id: FailureId
) -> FailureDetail:
    """Return all that explains a failure, in about 64 kB at most."""
    record = services.diagnoses.failure(experiment_id, failure_id)
    event = fit(record.event)
    return FailureDetail(
        event=event.model_copy(update={"log_tail": ""}),
        diagnosis=record.diagnosis,
        log=window(record),
        group=_group(services, record.diagnosis.fingerprint),
        truncated=event is not record.event,
    )


@router.get(
    "/api/experiments/<experiment_id>/failures/<failure_id>/log",
    tags=["failures"],
    operation_id="getFailureLog",
    summary="The whole log, as a download",
    responses={
        200: {
            "description": "The log as UTF-8 text, without secrets and control sequences.",
            "headers": {
                "X-Errata-Truncated": {
                    "description": "true when the log had more than 4 MiB; its end is missing.",
                    "schema": {"type": "string", "enum": ["true", "false"]},
                }
            },
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
    },
    compress=True,
    middlewares=[_as_bytes],
)
def get_failure_log(
    services: Injected, experiment_id: ExperimentId, failure_id: FailureId
) -> Response[str]:
    """Return the stored log, or what the event carried of it."""
    event = services.diagnoses.failure(experiment_id, failure_id).event
    data = services.artifacts.get(event.log) if event.log else event.log_tail.encode()
    text, truncated = _bounded(data)
    name = f"{failure_id}-first-4-MiB.log" if truncated else f"{failure_id}.log"
    return Response(
        status_code=200,
        content_type="text/plain; charset=utf-8",
        body=text,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Errata-Truncated": str(truncated).lower(),
        },
    )


def _bounded(data: bytes) -> tuple[str, bool]:
    """Return as much as may be sent, and whether that is not all; bad bytes grow threefold."""
    text = redact(data[:LOG_LIMIT].decode(errors="replace")).encode()
    return text[:LOG_LIMIT].decode(errors="ignore"), max(len(data), len(text)) > LOG_LIMIT


def _group(services: Services, fingerprint: str) -> Group | None:
    try:
        return services.diagnoses.group(fingerprint)
    except NotFoundError:
        return None
