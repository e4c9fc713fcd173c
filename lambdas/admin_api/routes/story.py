"""An experiment's story."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.experiments import Experiment
from errata.story import told
from errata.telling import gathered
from errata.text import shorten
from lambdas.admin_api.models.failures import FailureSummary
from lambdas.admin_api.models.story import ExperimentStory, Kin
from lambdas.admin_api.params import ExperimentId
from lambdas.admin_api.services import Injected

HYPOTHESIS_LIMIT = 400
"""Characters that are told of another experiment's hypothesis."""

router = Router()


@router.get(
    "/api/experiments/<experiment_id>/story",
    tags=["experiments"],
    operation_id="getExperimentStory",
    summary="What an experiment was to find out, what became of it, why, and what came of it",
    compress=True,
)
def get_experiment_story(services: Injected, experiment_id: ExperimentId) -> ExperimentStory:
    """Return what is kept of an experiment and its kin, and the same as Markdown."""
    story = gathered(experiment_id, services.experiments, services.diagnoses, services.artifacts)
    return ExperimentStory(
        experiment=story.experiment,
        failure=story.failure and FailureSummary.of(story.failure),
        mate=story.mate and _kin(story.mate),
        repaired=story.repaired and _kin(story.repaired),
        repair=story.repair and _kin(story.repair),
        killer=story.killer and _kin(story.killer),
        ancestors=tuple(map(_kin, story.ancestors)),
        children=tuple(map(_kin, story.children)),
        more_children=story.more_children,
        markdown=told(story),
    )


def _kin(experiment: Experiment) -> Kin:
    known = experiment.model_dump(include=set(Kin.model_fields))
    return Kin(**known | {"hypothesis": shorten(experiment.hypothesis, HYPOTHESIS_LIMIT)})
