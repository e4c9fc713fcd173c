"""Where this checkout keeps what it sets up and what the local stack remembers."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Return the data folder: ``ERRATA_HOME``, or ``.errata`` in the checkout."""
    chosen = os.environ.get("ERRATA_HOME")
    return Path(chosen).expanduser().resolve() if chosen else CHECKOUT / ".errata"


def tools() -> Path:
    """Return the folder of set-up tools, shared by all data folders of this checkout."""
    return CHECKOUT / ".errata" / "tools"
