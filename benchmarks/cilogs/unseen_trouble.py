"""Trouble around the failures that were held out; like those, written after the window."""

from benchmarks.cilogs.kinds import Words
from benchmarks.cilogs.trouble import SEEN_AFTER, SEEN_BEFORE, Decoy


def _proxied(w: Words) -> list[str]:
    return [
        f"[proxy] upstream prematurely closed connection, client {w.hexadecimal(8)}",
        f"[proxy] 502 GET /{w.noun()}/{w.number()}",
        f"[proxy] 200 GET /{w.noun()}/{w.number()}",
    ]


def _deprecated(w: Words) -> list[str]:
    return [
        f"DeprecationWarning: {w.noun()}.{w.verb()} is broken and will raise an error in 4.0",
        f"  {w.noun()}.{w.verb()}(x)  # line {w.number()}",
    ]


def _mocked(w: Words) -> list[str]:
    return [
        f"  console.error: Error: mocked {w.noun()} failure",
        f"      at Object.{w.verb()} (src/{w.noun()}.test.ts:{w.number()}:11)",
        f"  console.warn: request {w.number()} aborted",
    ]


def _doctest(w: Words) -> list[str]:
    return [
        f">>> {w.verb()}({w.number()})",
        "Traceback (most recent call last):",
        f"ValueError: {w.noun()} must not be {w.number()}",
        "ok",
    ]


def _lost(w: Words) -> list[str]:
    return [
        f"Lost connection to {w.noun()}-{w.number()}: EOF",
        f"Failed to flush metrics: {w.noun()} endpoint answered 500",
    ]


def _leaked(w: Words) -> list[str]:
    return [
        f"sys:1: ResourceWarning: unclosed <socket fd={w.number()}>",
        f"Exception ignored in: <function {w.name()}.__del__ at 0x{w.hexadecimal()}>",
        f"RuntimeError: Event loop is closed ({w.noun()})",
    ]


UNSEEN_BEFORE: tuple[Decoy, ...] = (*SEEN_BEFORE, _proxied, _deprecated, _mocked, _doctest)
UNSEEN_AFTER: tuple[Decoy, ...] = (*SEEN_AFTER, _lost, _leaked)
