import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambdas.admin_api import openapi
from lambdas.admin_api.guard import PUBLIC

DOCUMENT = openapi.document()
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def test_the_committed_document_matches_the_code() -> None:
    assert openapi.PATH.read_text(encoding="utf-8") == openapi.text()


def test_check_tells_a_stale_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(openapi, "PATH", tmp_path / "openapi.json")

    assert openapi.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert openapi.main([]) == 0
    assert openapi.main(["--check"]) == 0


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_only_the_public_routes_are_described_as_open(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert (operation.get("security") == []) == ((method, path) in PUBLIC)


@pytest.mark.parametrize("operation", [operation for _, _, operation in OPERATIONS])
def test_every_error_is_described_in_the_shape_it_has(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            resolved = follow(response)
            schema = follow(resolved["content"]["application/json"]["schema"])
            assert "error" in schema["properties"]


def follow(node: dict) -> dict:
    if "$ref" not in node:
        return node
    found = DOCUMENT
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_operations_have_readable_unique_names() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert len(set(names)) == len(names)
    assert {"listExperiments", "getFailure", "getFailureLog", "signIn", "signOut"} <= set(names)


def test_every_reference_leads_somewhere() -> None:
    def references(node: object) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "$ref" in node:
                yield node
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = list(references(json.loads(openapi.text())))
    assert len(found) > 50
    for node in found:
        assert follow(node)


def test_answers_promise_all_their_fields() -> None:
    experiment = DOCUMENT["components"]["schemas"]["Experiment"]

    assert set(experiment["required"]) == set(experiment["properties"])
