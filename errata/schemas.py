"""Writes the JSON Schemas of the contracts, or checks that they are up to date.

``python -m errata.schemas`` writes them, ``python -m errata.schemas --check`` exits with 1 if a
file differs from the code.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from errata.diagnosis import Diagnosis
from errata.events import FailureEvent
from errata.model import Contract

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
CONTRACTS: dict[str, type[Contract]] = {
    "failure-event.schema.json": FailureEvent,
    "diagnosis.schema.json": Diagnosis,
}


def schemas() -> dict[str, str]:
    """Return the text of each schema file by its name."""
    return {name: _schema(contract) for name, contract in CONTRACTS.items()}


def outdated(folder: Path) -> list[str]:
    """Return the names of the files in ``folder`` that differ from the code."""
    return [
        name
        for name, text in schemas().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def _schema(contract: type[Contract]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **contract.model_json_schema(),
    }
    return json.dumps(schema, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write or check the schema files; return the exit status."""
    if "--check" in arguments:
        names = outdated(FOLDER)
        for name in names:
            print(f"docs/schemas/{name} differs from the code: run `make generate`")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
