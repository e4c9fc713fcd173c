"""Edits that put another technique of the field into one of a codec's slots."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orchestrator.proposers.source import Change, Edit, Source
from orchestrator.proposers.transplant import definitions, transplanted

SLOTS = (
    ("BLOCK",),
    ("forward", "inverse"),
    ("quantise", "dequantise"),
    ("quantiser_steps",),
    ("predict_first", "follow_first"),
    ("predict", "follow"),
    ("smooth",),
    ("write", "read"),
)
"""Names of the start codec that a technique gives a meaning of its own; those of one slot go
together."""


@dataclass(frozen=True, slots=True)
class Block:
    """A technique of the field, and the start codec with it."""

    name: str
    title: str
    slot: tuple[str, ...]
    codec: Source


@cache
def blocks() -> tuple[Block, ...]:
    """Return the building blocks in the order of their names."""
    folder = files("orchestrator.proposers.blocks")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".py"))
    return tuple(
        _block(name.removesuffix(".py"), Source(folder.joinpath(name).read_text("utf-8")))
        for name in names
        if name != "__init__.py"
    )


def _block(name: str, source: Source) -> Block:
    start = Source(files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8"))
    slot = next(slot for slot in SLOTS if definitions(source).keys() & set(slot))
    codec = Source(transplanted(start, source, slot))
    return Block(name, source.text.partition("\n")[0].strip('"'), slot, codec)


def building_blocks(source: Source) -> Iterator[Edit]:
    """Fill a slot with a technique of the field."""
    own = definitions(source).keys()
    for block in blocks():
        if own >= set(block.slot):
            text = transplanted(source, block.codec, block.slot)
            if text != source.text:
                whole = Change(0, len(source.text.encode()), text)
                yield Edit(f"Take in {block.name}. {block.title}", (whole,), block.name)


def mating(mates: Mapping[str, str]) -> Callable[[Source], Iterator[Edit]]:
    """Return the operator that fills a slot as another elite does.

    Parameters
    ----------
    mates : mapping of str to str
        Sources by the experiments they come from; one that does not parse gives nothing.
    """

    def elites(source: Source) -> Iterator[Edit]:
        own, seen = definitions(source).keys(), {source.text}
        for name, mate in _parsed(mates):
            offered = definitions(mate).keys()
            for slot in SLOTS:
                text = transplanted(source, mate, slot) if own & offered >= set(slot) else ""
                if text and text not in seen:
                    seen.add(text)
                    whole = Change(0, len(source.text.encode()), text)
                    yield Edit(
                        f"Take {' and '.join(slot)} from elite {name}", (whole,), slot[0], name
                    )

    return elites


def _parsed(mates: Mapping[str, str]) -> Iterator[tuple[str, Source]]:
    for name, text in mates.items():
        with suppress(SyntaxError):
            yield name, Source(text)
