"""Settings from the environment, with an error a person can act upon."""

from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from errata.errors import ConfigurationError

Settings = TypeVar("Settings", bound=BaseSettings)


def load(settings: type[Settings]) -> Settings:
    """Read settings from the environment.

    Raises
    ------
    ConfigurationError
        Names every variable that is missing or wrong, never its value: it may be a secret.
    """
    try:
        return settings()
    except ValidationError as error:
        prefix = settings.model_config.get("env_prefix", "")
        raise ConfigurationError(
            "; ".join(
                f"{_variable(prefix, problem['loc'])}: {_words(problem['type'], problem['msg'])}"
                for problem in error.errors(include_url=False, include_input=False)
            )
        ) from None


def _variable(prefix: str, location: tuple[int | str, ...]) -> str:
    name = "_".join(str(part) for part in location)
    # A field with an alias of its own is reported under that alias, which is the whole name.
    return name if name.isupper() else f"{prefix}{name}".upper()


def _words(kind: str, message: str) -> str:
    return (
        "set this environment variable"
        if kind == "missing"
        else message.removeprefix("Value error, ")
    )
