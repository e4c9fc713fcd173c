"""What the orchestrator can be told, by environment variables or in code."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from errata.errors import InvalidInputError
from orchestrator.proposers.choice import parse

_CHECKOUT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return ``ERRATA_HOME``, or ``.errata`` in the checkout."""
    chosen = os.environ.get("ERRATA_HOME")
    return Path(chosen).expanduser().resolve() if chosen else _CHECKOUT / ".errata"


def clips_folder() -> Path:
    """Return where decoded clips lie. No box can see it."""
    return data_folder() / "clips"


def spool_file(home: Path) -> Path:
    """Return the file in a data folder that keeps what could not be published yet."""
    return home / "spool" / "parcels.db"


def _proposer(text: str) -> str:
    try:
        parse(text)
    except InvalidInputError as error:
        raise ValueError(error.problem) from None
    return text


def _listed(names: object) -> object:
    given = names.replace(",", " ").split() if isinstance(names, str) else names
    return tuple(dict.fromkeys(given)) if isinstance(given, list | tuple) else given


class ClipSettings(BaseSettings):
    """What candidates are measured on; as environment variables, ``ERRATA_`` and the name."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", frozen=True)

    home: Path = Field(default_factory=data_folder)
    """Data folder: clips, and what is not published yet. No box can see it."""
    clips: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_listed), Field(min_length=1, max_length=16)
    ] = ("carphone_qcif",)
    """Names of the clips that candidates are measured on; commas between them in the variable."""
    hold_out_clip: str = "bikes_320x136"
    """Name of the clip that only candidates about to be adopted meet; empty for none."""
    frames: Annotated[int, Field(ge=8, le=300)] = 24
    """How many frames of each clip."""

    @field_validator("hold_out_clip")
    @classmethod
    def _is_held_out(cls, name: str, others: ValidationInfo) -> str:
        if name in others.data.get("clips", ()):
            raise ValueError("the hold-out clip must be none of the clips that all candidates meet")
        return name

    @property
    def clips_dir(self) -> Path:
        """Where decoded clips lie."""
        return self.home / "clips"


class OrchestratorSettings(ClipSettings):
    """Settings of the loop; each is also an environment variable, ``ERRATA_`` and its name."""

    table: Annotated[str, Field(min_length=1)]
    artifacts_bucket: Annotated[str, Field(min_length=1)]
    failures_queue_url: Annotated[str, Field(min_length=1)]
    proposer: Annotated[str, AfterValidator(_proposer)] = "mutate"
    """Where candidates come from: ``mutate``, ``claude``, ``replay`` or a ``mix`` of them."""
    lease_s: Annotated[float, Field(ge=3, le=3_600)] = 90.0
    """Seconds without a sign of life after which others take an orchestrator for dead."""
    patience_s: Annotated[float, Field(ge=0)] = 600.0
    """Seconds for which a run waits for a table that does not answer, before it gives up."""

    @property
    def anchors_dir(self) -> Path:
        """Where the curves of well-known encoders are kept, once computed."""
        return self.home / "anchors"

    @property
    def spool(self) -> Path:
        """The file that keeps what could not be published yet."""
        return spool_file(self.home)
