"""What sets some experiments apart from the rest."""

from dataclasses import asdict

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.differences import Difference, differences, facts
from errata.errors import InvalidInputError
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
    known = {each: rest[each] for each in selection.experiment_ids if each in rest}
    others = [each for each in selection.experiment_ids if each not in known]
    found = services.experiments.verdicts(others)  # without what has expired since
    return known | {experiment.experiment_id: experiment for experiment in found}, False


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
