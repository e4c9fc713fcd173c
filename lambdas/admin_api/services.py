"""What the routes need from the outside world, and how they get it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, cast

from aws_lambda_powertools.event_handler import Depends, Request

from errata.archive import ArchiveStore
from errata.learning import LearningStore
from errata.ports import (
    ArtifactStore,
    AuditTrail,
    Budget,
    DiagnosisStore,
    LineageStore,
    ViewStore,
)
from lambdas.admin_api.errors import RefusedError
from lambdas.admin_api.identity import Identity, roles_of
from lambdas.admin_api.models.errors import ErrorCode
from lambdas.admin_api.models.session import Role
from lambdas.admin_api.rates import CallerLimits
from lambdas.admin_api.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Services:
    """Filled by the composition root, or by a test."""

    experiments: LineageStore
    diagnoses: DiagnosisStore
    views: ViewStore
    lessons: LearningStore
    archive: ArchiveStore
    audit: AuditTrail
    artifacts: ArtifactStore
    budget: Budget
    sign_in: SignIn
    limits: CallerLimits
    clock: Callable[[], datetime]
    """The time now, in UTC."""


def _services(request: Request) -> Services:
    return cast("Services", request.context["services"])


def _caller(request: Request) -> Identity:
    return cast("Identity", request.context["identity"])


def _admin(request: Request) -> Identity:
    caller = _caller(request)
    if Role.ADMIN not in roles_of(caller.groups):
        message = "only administrators may do this: ask one, or sign in as one"
        raise RefusedError(HTTPStatus.FORBIDDEN, ErrorCode.FORBIDDEN, message)
    return caller


Injected = Annotated[Services, Depends(_services)]
Caller = Annotated[Identity, Depends(_caller)]
Admin = Annotated[Identity, Depends(_admin)]
"""A caller who may change what all others see."""
