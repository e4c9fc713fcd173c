"""Where this checkout keeps what it sets up and what the local stack remembers."""

from pathlib import Path

from orchestrator.settings import data_folder as home

__all__ = ["CHECKOUT", "home", "tools"]

CHECKOUT = Path(__file__).resolve().parent.parent


def tools() -> Path:
    """Return the folder of set-up tools, shared by all data folders of this checkout."""
    return CHECKOUT / ".errata" / "tools"
