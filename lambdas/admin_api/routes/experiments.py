"""Experiments: the list the dashboard opens with, one of them, and its code."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from errata.errors import NotFoundError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, Order
from errata.taxonomy import Category, ExperimentStatus, Severity, Stage
from lambdas.admin_api.models.experiments import Code, ExperimentPage
from lambdas.admin_api.params import Cursor, ExperimentId, FirstDay, LastDay, Limit, day_range
from lambdas.admin_api.services import Injected, Services

CODE_LIMIT = 512 * 1024
"""Bytes of each source that are shown."""

router = Router()


@router.get(
    "/api/experiments",
    tags=["experiments"],
    operation_id="listExperiments",
    summary="List experiments by time",
    compress=True,
)
def list_experiments(
    services: Injected,
    status: Annotated[ExperimentStatus | None, Query()] = None,
    category: Annotated[Category | None, Query()] = None,
    severity: Annotated[Severity | None, Query()] = None,
    stage: Annotated[Stage | None, Query()] = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    limit: Limit = 100,
    cursor: Cursor = None,
    order: Annotated[Order, Query(description="Which experiments come first.")] = Order.NEWEST,
) -> ExperimentPage:
    """Return one page of the experiments that pass all filters."""
    first, last = day_range(first_day, last_day, services.clock())
    page = services.experiments.experiments(
        ExperimentQuery(first, last, status, category, severity, stage, limit, cursor, order)
    )
    return ExperimentPage(items=page.items, cursor=page.cursor)


@router.get(
    "/api/experiments/<experiment_id>",
    tags=["experiments"],
    operation_id="getExperiment",
    summary="One experiment",
)
def get_experiment(services: Injected, experiment_id: ExperimentId) -> Experiment:
    """Return one experiment."""
    return services.experiments.experiment(experiment_id)


@router.get(
    "/api/experiments/<experiment_id>/code",
    tags=["experiments"],
    operation_id="getExperimentCode",
    summary="The candidate's code and its parent's",
    compress=True,
)
def get_experiment_code(services: Injected, experiment_id: ExperimentId) -> Code:
    """Return the source of a candidate next to the one it was made from."""
    experiment = services.experiments.experiment(experiment_id)
    code = _source(services, experiment.code)
    parent = _source(services, _code_of(services, experiment.parent_id))
    return Code(
        code=_shown(code),
        parent_id=experiment.parent_id,
        parent_code=_shown(parent),
        truncated=any(data is not None and len(data) > CODE_LIMIT for data in (code, parent)),
    )


def _code_of(services: Services, experiment_id: str | None) -> ArtifactRef | None:
    if experiment_id is None:
        return None
    try:
        return services.experiments.experiment(experiment_id).code
    except NotFoundError:
        return None


def _source(services: Services, ref: ArtifactRef | None) -> bytes | None:
    try:
        return services.artifacts.get(ref) if ref else None
    except NotFoundError:
        return None


def _shown(data: bytes | None) -> str | None:
    return None if data is None else data[:CODE_LIMIT].decode(errors="replace")
