"""The template's parameters as questions to a person."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from errata.errors import InvalidInputError
from infra import template

NOT_ASKED: Final = frozenset({"OrchestratorReleaseBucket", "OrchestratorReleaseSha256"})
"""Made by the deployment itself."""
ENDPOINTS: Final = "Endpoints (an AWS emulator serves these elsewhere)"
"""The group of parameters that nobody who deploys to AWS is asked about."""


class Question(NamedTuple):
    """One parameter."""

    name: str
    group: str
    text: str
    default: str
    choices: tuple[str, ...]


def questions(known: Mapping[str, str]) -> list[Question]:
    """Return what may be decided, with what was decided last as the default."""
    whole = template.load()
    groups = whole["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    return [
        _question(name, group["Label"]["default"], whole["Parameters"][name], known.get(name))
        for group in groups
        for name in group["Parameters"]
        if name not in NOT_ASKED
    ]


def _question(name: str, group: str, parameter: dict[str, Any], known: str | None) -> Question:
    return Question(
        name,
        group,
        parameter["Description"],
        str(parameter["Default"]) if known is None else known,
        tuple(map(str, parameter.get("AllowedValues", ()))),
    )


def decided(given: tuple[str, ...], known: Mapping[str, str]) -> dict[str, str]:
    """Return every parameter: what is given as ``Name=value``, else what was, else the default.

    Raises
    ------
    InvalidInputError
        When one is not of that form, or the template has no such parameter.
    """
    values = {question.name: question.default for question in questions(known)}
    for word in given:
        name, separator, value = word.partition("=")
        if not separator or name not in values:
            raise InvalidInputError(f"--set {word}", f"must be Name=value, of {', '.join(values)}")
        values[name] = value
    return values
