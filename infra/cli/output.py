"""How commands speak: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console

PIPED_WIDTH = 200
"""Columns of a table that is not shown on a terminal."""

console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
"""For results."""
notes = Console(stderr=True, highlight=False)
"""For progress and remarks, so that standard output can be piped."""

SEVERITY_STYLES = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "bright_black",
}


def emit_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document, for machines."""
    json.dump(document, sys.stdout, indent=2, default=str, ensure_ascii=False)
    sys.stdout.write("\n")
