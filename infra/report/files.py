"""A digest as files: the text, and its plots."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from errata.digest import Digest
from errata.errors import ConfigurationError
from infra.report.markdown import told


def require_plots() -> None:
    """Raise ConfigurationError unless plots can be drawn: better at once than after reading."""
    if find_spec("matplotlib") is None:
        raise ConfigurationError(
            "plots need matplotlib: pip install 'errata[report]', or ask for --json"
        )


def write(digest: Digest, folder: Path) -> Path:
    """Write ``report.md`` and its plots into a folder; return the text's path.

    Raises
    ------
    ConfigurationError
        When the folder cannot be written to.
    """
    from infra.report.plots import plots
    from infra.report.style import save, styled

    try:
        folder.mkdir(parents=True, exist_ok=True)
        pictures = {}
        with styled():
            for plot in plots(digest):
                save(plot, folder)
                pictures[plot.name] = plot.words
        text = folder / "report.md"
        text.write_text(told(digest, pictures), "utf-8")
    except OSError as error:
        raise ConfigurationError(f"--out: {error}") from error
    return text


def as_document(digest: Digest) -> dict[str, Any]:
    """Return a digest as one JSON-able document."""
    document: dict[str, Any] = to_jsonable_python(digest)
    return document
