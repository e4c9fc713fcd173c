"""What sets some experiments apart from the rest."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.differences import Difference, differences, facts
from errata.errors import InvalidInputError, NotFoundError
from errata.experiments import Experiment
from errata.ports import ExperimentQuery
from lambdas.admin_api.models.differences import (
    Differences,
    DifferencesQuestion,
    FieldDifference,
    Filters,
    Selection,
)
from lambdas.admin_api.params import day_range
from lambdas.admin_api.services import Injected, Services

MOST = 1_000
"""Experiments looked at on either side, whatever is stored."""
PAGE = 200

router = Router()


@router.post(
    "/api/differences",
    tags=["experiments"],
    operation_id="findDifferences",
    summary="What sets some experiments apart from the rest?",
    description="Reads only. POST because a selection of ids outgrows a query string.",
    compress=True,
)
def find_differences(services: Injected, question: DifferencesQuestion) -> Differences:
    """Rank the fields of two sets of experiments by how much they differ."""
    rest, more = _read(services, question.rest)
    selected, more_selected = _selected(services, question.selected, rest)
    others = [e for experiment_id, e in rest.items() if experiment_id not in selected]
    found = differences(list(map(facts, selected.values())), list(map(facts, others)))
    given = {} if question.selected.experiment_ids else question.selected.model_dump()
    return Differences(
        selected=len(selected),
        rest=len(others),
        sampled=more or more_selected,
        # By what they were selected they differ, of course.
        fields=tuple(_told(field) for field in found if given.get(field.field) is None),
    )


def _selected(
    services: Services, selection: Selection, rest: dict[str, Experiment]
) -> tuple[dict[str, Experiment], bool]:
    if not selection.experiment_ids:
        if selection == Selection():
            raise InvalidInputError("selected", "names no experiments: give ids or filters")
        return _read(services, selection)
    return dict(_by_id(services, selection.experiment_ids, rest)), False


def _by_id(
    services: Services, ids: tuple[str, ...], known: dict[str, Experiment]
) -> Iterator[tuple[str, Experiment]]:
    for experiment_id in dict.fromkeys(ids):
        with suppress(NotFoundError):  # it has expired since it was selected
            found = known.get(experiment_id) or services.experiments.experiment(experiment_id)
            yield experiment_id, found


def _read(services: Services, filters: Filters) -> tuple[dict[str, Experiment], bool]:
    """Return the newest experiments that pass, by id, and whether there are more."""
    first, last = day_range(filters.first_day, filters.last_day, services.clock())
    found: dict[str, Experiment] = {}
    cursor: str | None = None
    for _ in range(MOST // PAGE):
        page = services.experiments.experiments(
            ExperimentQuery(
                first,
                last,
                filters.status,
                filters.category,
                filters.severity,
                filters.stage,
                PAGE,
                cursor,
            )
        )
        found |= {experiment.experiment_id: experiment for experiment in page.items}
        cursor = page.cursor
        if cursor is None:
            break
    return found, cursor is not None


def _told(difference: Difference) -> FieldDifference:
    kind = "numeric" if difference.bins else "categorical"
    return FieldDifference.model_validate(asdict(difference) | {"kind": kind})
