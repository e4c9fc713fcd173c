"""Cursors: nobody but who gave one out can make one, change one, or use it elsewhere."""

import base64
import hashlib
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from errata.adapters.dynamodb.cursor import Cursors, Position
from errata.errors import InvalidInputError

KEY = "k" * 43
OURS = Cursors(KEY)
QUESTION = "GROUPS#open"
POSITION = {"pk": "GROUP#v1-ab", "sk": "META"}

positions = st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=6)
questions = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60)


def spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def refused(cursor: str, question: str = QUESTION, by: Cursors = OURS) -> None:
    with pytest.raises(InvalidInputError, match=r"^cursor: is not one this listing gave out"):
        by.decode(cursor, question)


@given(position=positions, question=questions)
def test_a_cursor_leads_back_to_its_position(position: Position, question: str) -> None:
    assert Cursors(KEY).decode(OURS.encode(position, question), question) == position


@given(position=positions, question=questions, other=questions)
def test_a_cursor_belongs_to_one_listing(position: Position, question: str, other: str) -> None:
    assume(question != other)
    refused(OURS.encode(position, question), other)


@given(data=st.data())
def test_no_bit_of_a_cursor_may_be_changed(data: st.DataObject) -> None:
    cursor = OURS.encode(POSITION, QUESTION)
    bit = data.draw(st.integers(0, len(raw(cursor)) * 8 - 1))
    changed = bytearray(raw(cursor))
    changed[bit // 8] ^= 1 << bit % 8
    refused(spelled(bytes(changed)))


@given(data=st.data())
def test_a_cursor_has_one_spelling(data: st.DataObject) -> None:
    cursor = OURS.encode(POSITION, QUESTION)
    place = data.draw(st.integers(0, len(cursor)))
    refused(cursor[:place] + data.draw(st.text(min_size=1, max_size=3)) + cursor[place:])
    refused(cursor[:place] + cursor[place + 1 :] if place < len(cursor) else cursor + "=")


@given(text=st.text(max_size=80))
def test_made_up_cursors_are_refused(text: str) -> None:
    refused(text)


def test_a_hash_without_the_key_is_no_signature() -> None:
    """What cursors had before they were signed: anybody can compute it."""
    body = json.dumps(POSITION).encode()
    for size in (12, 16, 32):
        digest = hashlib.sha256(QUESTION.encode() + b"\0" + body).digest()[:size]
        refused(spelled(digest + body))


def test_a_cursor_of_another_stack_is_refused() -> None:
    refused(Cursors("another key").encode(POSITION, QUESTION))


def test_without_a_key_each_process_knows_only_its_own() -> None:
    one, other = Cursors(), Cursors()
    cursor = one.encode(POSITION, QUESTION)
    assert one.decode(cursor, QUESTION) == POSITION
    refused(cursor, by=other)
