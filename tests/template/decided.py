"""A template with its conditions decided."""

from typing import Any

Resources = dict[str, dict[str, Any]]

ABSENT = object()
"""Stands for AWS::NoValue while a template is resolved."""


class Resolver:
    """Takes each ``Fn::If`` the way the parameters' defaults say; references stay as they are."""

    def __init__(self, template: dict[str, Any]) -> None:
        self._conditions = template["Conditions"]
        self._defaults = {name: p["Default"] for name, p in template["Parameters"].items()}

    def holds(self, condition: str | None) -> bool:
        return condition is None or self._evaluate(self._conditions[condition])

    def __call__(self, value: Any) -> Any:  # noqa: ANN401 any part of a template
        match value:
            case {"Fn::If": [condition, then, otherwise]}:
                return self(then if self.holds(condition) else otherwise)
            case {"Ref": "AWS::NoValue"}:
                return ABSENT
            case {"Ref": str(name)} if name in self._defaults:
                return self._defaults[name]
            case dict():
                resolved = {key: self(item) for key, item in value.items()}
                return {key: item for key, item in resolved.items() if item is not ABSENT}
            case list():
                return [item for item in map(self, value) if item is not ABSENT]
        return value

    def _evaluate(self, expression: dict[str, Any]) -> bool:
        match expression:
            case {"Fn::Equals": [left, right]}:
                return bool(self(left) == self(right))
            case {"Fn::Not": [inner]}:
                return not self._evaluate(inner)
        raise AssertionError(f"an expression these tests do not know: {expression}")


def of_type(resources: Resources, kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of all resources of a type; there must be some."""
    found = {name: r["Properties"] for name, r in resources.items() if r["Type"] == kind}
    assert found, f"no {kind}"
    return found
