"""Saved views: each person's own."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import TypeAdapter, ValidationError

from errata.errors import InvalidInputError
from errata.views import SavedView, ViewName
from lambdas.admin_api.models.views import SavedViews, ViewToSave
from lambdas.admin_api.services import Caller, Injected

# Gateways differ in whether they decode a path; a name holds no % of its own, so either will do.
GivenName = Annotated[str, Path(max_length=720, description="Name of the view, percent-encoded.")]
_NAME = TypeAdapter(ViewName)

router = Router()


@router.get(
    "/api/views",
    tags=["views"],
    operation_id="listViews",
    summary="The caller's saved views",
)
def list_views(services: Injected, caller: Caller) -> SavedViews:
    """Return the views of whoever asks; nobody sees another's."""
    return SavedViews(items=tuple(services.views.views(caller.sub)))


@router.put(
    "/api/views/<name>",
    tags=["views"],
    operation_id="saveView",
    summary="Keep an address of the dashboard under a name",
)
def save_view(services: Injected, caller: Caller, name: GivenName, view: ViewToSave) -> SavedView:
    """Save a view, in the place of one of the same name if there is one."""
    saved = SavedView(name=_name(name), address=view.address, saved_at=services.clock())
    services.views.save_view(caller.sub, saved, by=caller.username)
    return saved


@router.delete(
    "/api/views/<name>",
    tags=["views"],
    operation_id="deleteView",
    summary="Forget a saved view",
    responses={204: {"description": "It is gone.", "content": {}}},
)
def delete_view(services: Injected, caller: Caller, name: GivenName) -> Response[None]:
    """Delete a view; none of that name is as good."""
    services.views.delete_view(caller.sub, _name(name), by=caller.username, at=services.clock())
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _name(given: str) -> str:
    try:
        return _NAME.validate_python(unquote(given))
    except ValidationError as error:
        allowed = "letters, digits, spaces and . , : ; ( ) + & -, up to 60 in all"
        raise InvalidInputError("name", f"takes {allowed}, and starts with none of them") from error
