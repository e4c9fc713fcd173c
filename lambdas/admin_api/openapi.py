"""Writes ``docs/openapi.json`` from the code: ``python -m lambdas.admin_api.openapi [--check]``.

Powertools describes each route; what holds for all of them by construction (who may call, which
errors the door and the handlers give) is added here from the same constants that enforce it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import APIKey, APIKeyIn, HTTPBearer, Tag

import errata
from lambdas.admin_api.app import app
from lambdas.admin_api.cookies import ACCESS_COOKIE
from lambdas.admin_api.guard import CSRF_HEADER, PUBLIC, READS

PATH = Path(__file__).parents[2] / "docs" / "openapi.json"
TAGS = {
    "session": "Sign in and out. Browsers keep the session in cookies; machines send a token.",
    "experiments": "What the loop tried, and how far each try came.",
    "failures": "Why one of them died.",
    "groups": "Failures that died the same death.",
    "views": "Each person's own.",
    "audit": "What people changed.",
    "stats": "Counts for charts, and what could not be read.",
    "system": "Health, and a cheap probe for changes.",
}
ERRORS = {
    401: "Not signed in, or the session has ended.",
    403: "Not allowed. Without an `error` in the body it comes from the gateway: sign in again.",
    404: "No such thing.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The field named is not valid.",
    429: "Too many requests. `Retry-After` says when to try again; the gateway gives none, and no "
    "`error` in the body.",
    500: "An error of ours.",
    503: "A store did not answer; `Retry-After` says when to try again.",
}
REQUEST_MODELS = frozenset(
    {
        "CorrectedVerdict",
        "Credentials",
        "DifferencesQuestion",
        "Filters",
        "GroupDecision",
        "NewPassword",
        "Selection",
        "ViewToSave",
    }
)
POWERTOOLS_ERRORS = ("HTTPValidationError", "ValidationError", "ResponseValidationError")

Json = dict[str, Any]


def document() -> Json:
    """Return the OpenAPI 3.1 description of the API."""
    described: Json = json.loads(
        app.get_openapi_json_schema(
            title="Errata admin API",
            version=errata.__version__,
            description="Why experiments died. All times are UTC, all ids ULIDs.",
            tags=[Tag(name=name, description=text) for name, text in TAGS.items()],
            security_schemes={
                "cookie": APIKey(name=ACCESS_COOKIE, in_=APIKeyIn.cookie),
                "bearer": HTTPBearer(bearerFormat="JWT"),
            },
            security=[{"cookie": []}, {"bearer": []}],
        )
    )
    for method, path, operation in _operations(described):
        _complete(method, path, operation)
    described["components"]["responses"] = {_name(code): _error(code) for code in ERRORS}
    schemas = described["components"]["schemas"]
    for name in POWERTOOLS_ERRORS:
        del schemas[name]
    for name in schemas.keys() - REQUEST_MODELS - {"ApiError"}:
        _require_all(schemas[name])
    described["paths"] = dict(sorted(described["paths"].items()))
    return described


def text() -> str:
    """Return the document as it is committed."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the document, or with ``--check`` say whether the one on disk is current."""
    parser = argparse.ArgumentParser(description="Describe the admin API as OpenAPI.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    if not parser.parse_args(arguments).check:
        PATH.write_text(text(), encoding="utf-8")
        return 0
    if PATH.is_file() and PATH.read_text(encoding="utf-8") == text():
        return 0
    sys.stderr.write(f"{PATH.name} is stale: run python -m {__spec__.name}\n")
    return 1


def _operations(described: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _complete(method: str, path: str, operation: Json) -> None:
    public = (method, path) in PUBLIC
    if public:
        operation["security"] = []
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        _drop_null(parameter["schema"])
    takes_input = bool(parameters) or "requestBody" in operation
    if method not in READS:
        parameters.append(
            {"name": CSRF_HEADER, "in": "header", "required": True, "schema": {"const": "1"}}
        )
    applicable = {
        401: not public,
        403: not public or method not in READS,
        404: "{" in path,
        413: "requestBody" in operation,
        415: "requestBody" in operation,
        422: takes_input,
        429: True,
        500: True,
        503: path != "/api/health",
    }
    own = {
        code: told for code, told in operation["responses"].items() if code not in {"422", "500"}
    }
    common = {
        str(code): {"$ref": f"#/components/responses/{_name(code)}"}
        for code, applies in applicable.items()
        if applies
    }
    operation["responses"] = dict(sorted((common | own).items()))


def _name(code: int) -> str:
    return HTTPStatus(code).phrase.title().replace(" ", "")


def _error(code: int) -> Json:
    schema = {"$ref": "#/components/schemas/ErrorAnswer"}
    return {"description": ERRORS[code], "content": {"application/json": {"schema": schema}}}


def _drop_null(schema: Json) -> None:
    """Tell that a query parameter may be absent, but never null."""
    match schema.get("anyOf"):
        case [dict(only), {"type": "null"}]:
            del schema["anyOf"]
            schema.update(only)


def _require_all(schema: Json) -> None:
    """Tell that answers always carry every field, those with defaults too."""
    if "properties" in schema:
        schema["required"] = list(schema["properties"])


if __name__ == "__main__":
    sys.exit(main())
