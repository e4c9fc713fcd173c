"""Which proposer is asked for, as people write it: ``mutate``, or ``mix:mutate=3,claude=1``."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from errata.errors import InvalidInputError

Plain = Literal["mutate", "claude"]
FORMS = "mutate, claude, replay[:newest=N | :run=ID | :ID+ID...] or mix:NAME=SHARE,NAME=SHARE"
_ID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_NEWEST = 24


@dataclass(frozen=True, slots=True)
class Replay:
    """Which stored candidates are tried again: some by their ids, a run's, or the newest."""

    experiment_ids: tuple[str, ...] = ()
    run_id: str = ""
    newest: int = _NEWEST


@dataclass(frozen=True, slots=True)
class Mix:
    """Several proposers, and how often each is asked in comparison with the others."""

    shares: tuple[tuple["Plain | Replay", float], ...]


Choice = Plain | Replay | Mix


def parse(text: str) -> Choice:
    """Return the choice that a text names.

    Raises
    ------
    InvalidInputError
        When it names none.
    """
    name, _, rest = text.strip().partition(":")
    if name == "mix":
        return _mix(rest)
    if name == "replay":
        return _replay(rest) if rest else Replay()
    return _plain(text.strip())


def _plain(name: str) -> Plain:
    match name:
        case "mutate" | "claude":
            return name
    raise _wrong(f"{name!r} is no proposer")


def _mix(text: str) -> Mix:
    shares: dict[Plain | Replay, float] = {}
    for part in text.split(","):
        name, _, number = part.strip().partition("=")
        member = Replay() if name == "replay" else _plain(name)
        try:
            share = float(number)
        except ValueError:
            share = math.nan
        if member in shares or not 0 < share < math.inf:
            raise _wrong(f"{part.strip()!r} is no share of a mix, as mutate=3, each name once")
        shares[member] = share
    return Mix(tuple(shares.items()))


def _replay(text: str) -> Replay:
    what, _, value = text.partition("=")
    if what == "newest" and value.isdecimal() and 0 < int(value) <= 100_000:
        return Replay(newest=int(value))
    if what == "run" and _ID.fullmatch(value):
        return Replay(run_id=value)
    ids = tuple(dict.fromkeys(text.split("+")))
    if all(map(_ID.fullmatch, ids)):
        return Replay(experiment_ids=ids)
    raise _wrong(f"{text!r} is nothing to replay")


def _wrong(problem: str) -> InvalidInputError:
    return InvalidInputError("proposer", f"{problem}; want {FORMS}")
