"""Corrections: a person's verdict in the place of a machine's."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.diagnosis import SENTENCE_LIMIT, Diagnosis, Verdict
from errata.redaction import redact
from errata.text import shorten
from lambdas.admin_api.models.failures import CorrectedVerdict, CorrectionHistory
from lambdas.admin_api.params import ExperimentId, FailureId
from lambdas.admin_api.services import Admin, Injected

SHOWN = 20
"""Of a failure's corrections; hardly one has two."""

router = Router()


@router.post(
    "/api/experiments/<experiment_id>/failures/<failure_id>/correction",
    tags=["failures"],
    operation_id="correctDiagnosis",
    summary="Put a person's verdict in the place of a diagnosis",
)
def correct_diagnosis(
    services: Injected,
    admin: Admin,
    experiment_id: ExperimentId,
    failure_id: FailureId,
    corrected: CorrectedVerdict,
) -> Diagnosis:
    """Store a correction. It outranks every other source, now and for the group's next failures."""
    before = services.diagnoses.failure(experiment_id, failure_id).diagnosis
    verdict = Verdict(
        category=corrected.category,
        severity=corrected.severity,
        stage=before.stage,
        root_cause=_clean(corrected.root_cause),
        fix_suggestion=_clean(corrected.fix_suggestion),
        evidence=before.evidence,
        confidence=1.0,
    )
    return services.diagnoses.correct(
        experiment_id, failure_id, verdict, by=admin.username, at=services.clock()
    ).diagnosis


@router.get(
    "/api/experiments/<experiment_id>/failures/<failure_id>/corrections",
    tags=["failures"],
    operation_id="listCorrections",
    summary="Who corrected a diagnosis, when, and what it said before",
    compress=True,
)
def list_corrections(
    services: Injected, experiment_id: ExperimentId, failure_id: FailureId
) -> CorrectionHistory:
    """Return the last corrections of a failure, newest first."""
    history = services.diagnoses.corrections(experiment_id, failure_id, limit=SHOWN)
    if not history:
        services.diagnoses.failure(experiment_id, failure_id)  # to tell none from no such failure
    return CorrectionHistory(items=tuple(history))


def _clean(text: str) -> str:
    """Take out what must not be stored, nor shown to a model as an example."""
    return shorten(redact(text), SENTENCE_LIMIT)
