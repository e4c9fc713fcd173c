"""What the orchestrator can be told, by environment variables or in code."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_CHECKOUT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return ``ERRATA_HOME``, or ``.errata`` in the checkout."""
    chosen = os.environ.get("ERRATA_HOME")
    return Path(chosen).expanduser().resolve() if chosen else _CHECKOUT / ".errata"


class OrchestratorSettings(BaseSettings):
    """Settings of the loop; each is also an environment variable, ``ERRATA_`` and its name."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", frozen=True)

    table: Annotated[str, Field(min_length=1)]
    artifacts_bucket: Annotated[str, Field(min_length=1)]
    failures_queue_url: Annotated[str, Field(min_length=1)]
    home: Path = Field(default_factory=data_folder)
    """Data folder: clips, and the marks of runs in progress. No box can see it."""
    clip: str = "carphone_qcif"
    """Name of the clip that candidates are measured on."""
    frames: Annotated[int, Field(ge=8, le=300)] = 24
    """How many of its frames."""

    @property
    def clips_dir(self) -> Path:
        """Where decoded clips lie."""
        return self.home / "clips"

    @property
    def runs_dir(self) -> Path:
        """Where a run in progress leaves a mark, to be found again should it be killed."""
        return self.home / "runs"
