"""``python -m errata.schemas [--check]``: the contracts' JSON Schemas, generated into docs/."""

import argparse
import json
import sys
from pathlib import Path

from errata.diagnosis import Diagnosis
from errata.events import FailureEvent
from errata.model import Contract

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
CONTRACTS: dict[str, type[Contract]] = {"failure-event": FailureEvent, "diagnosis": Diagnosis}


def schema(contract: type[Contract]) -> str:
    """Return a contract's JSON Schema as it stands in docs/."""
    return json.dumps(contract.model_json_schema(), indent=2) + "\n"


def outdated() -> list[Path]:
    """Return the schema files that do not match the code."""
    return [
        path
        for path, contract in _files().items()
        if not path.exists() or path.read_text("utf-8") != schema(contract)
    ]


def _files() -> dict[Path, type[Contract]]:
    return {FOLDER / f"{name}.schema.json": contract for name, contract in CONTRACTS.items()}


def main(arguments: list[str] | None = None) -> int:
    """Write the schemas, or with ``--check`` say which are outdated (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m errata.schemas", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    if parser.parse_args(arguments).check:
        stale = outdated()
        for path in stale:
            print(f"{path.name} is outdated: run make generate", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, contract in _files().items():
        path.write_text(schema(contract), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
