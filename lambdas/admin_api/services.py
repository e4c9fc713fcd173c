"""What the routes need from the outside world, and how they get it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from aws_lambda_powertools.event_handler import Depends, Request

from errata.ports import ArtifactStore, DiagnosisStore, ExperimentStore
from lambdas.admin_api.identity import Identity
from lambdas.admin_api.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Services:
    """Filled by the composition root, or by a test."""

    experiments: ExperimentStore
    diagnoses: DiagnosisStore
    artifacts: ArtifactStore
    sign_in: SignIn
    clock: Callable[[], datetime]
    """The time now, in UTC."""


def _services(request: Request) -> Services:
    return cast("Services", request.context["services"])


def _caller(request: Request) -> Identity:
    return cast("Identity", request.context["identity"])


Injected = Annotated[Services, Depends(_services)]
Caller = Annotated[Identity, Depends(_caller)]
