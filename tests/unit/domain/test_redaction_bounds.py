"""Redaction of hostile text: it ends soon, grows little, and does not trip over itself."""

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.redaction import accounts, detectors, people, redact, redactor
from errata.redaction.assignments import _announcement_regex, assignment_regex
from tests.support.planted import LOOK_ALIKES, planted

PATTERNS = {
    **{f"{it.kind} {at}": it.regex for at, it in enumerate(detectors.DETECTORS)},
    "private keys": detectors.PRIVATE_KEYS.regex,
    "cookies": detectors.COOKIES.regex,
    "assignment": assignment_regex(),
    "announcement": _announcement_regex(),
    **{
        f"{module.__name__} {name}": value
        for module in (accounts, people, redactor)
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    },
    "email": people.email_regex(),
    "home": people.home_regex(),
    "ipv4": people.ipv4_regex(),
    "ipv6": people.ipv6_regex(),
}
BITS = (
    "://a:", "@", "/", "eyJ", ".", "password=", "token ", "'", '"', "\\", "ssh ", "curl ", " -u ",
    "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "A" * 24, "cookie: ", "a=b;", "::",
    "+1", " 22", "/home/", "login ", "value:", "Authorization: ", "1.", "<token-1>", "sk-", "\n",
)  # fmt: skip
PLANTED = [it.text for it in planted()]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_repeats_without_bound_what_repeats_without_bound(name: str) -> None:
    parser: Any = importlib.import_module("re._parser")  # not public, and all there is
    assert not list(_nested(parser.parse(PATTERNS[name].pattern), inside=False))


def _nested(node: Iterable[tuple[object, Any]], *, inside: bool) -> Iterator[str]:
    for operator, argument in node:
        kind = str(operator)
        unbounded = kind == "MAX_REPEAT" and argument[1] > 100_000
        if unbounded and inside:
            yield str(argument)
        for part in argument if isinstance(argument, Sequence) else [argument]:
            for child in part if isinstance(part, list) else [part]:
                if hasattr(child, "getwidth"):
                    yield from _nested(child, inside=inside or unbounded)


@pytest.mark.parametrize("bit", BITS)
def test_a_line_of_the_same_again_and_again_ends(bit: str) -> None:
    """Quadratic time would show as minutes."""
    assert isinstance(redact(bit * (400_000 // len(bit))), str)


@given(st.lists(st.sampled_from([*BITS, *PLANTED, *LOOK_ALIKES]), max_size=12))
@settings(max_examples=200)
def test_whatever_stands_side_by_side_is_redacted_once_and_keeps_its_lines(
    parts: list[str],
) -> None:
    text = "".join(parts)
    once = redact(text)
    assert redact(once) == once
    assert once.count("\n") == text.count("\n")


@given(st.text(st.characters(codec=None), max_size=400))
def test_any_text_grows_by_no_more_than_a_placeholder_for_each_few_characters(text: str) -> None:
    assert len(redact(text)) <= 20 * (len(text) + 1)


def test_a_line_that_redaction_made_shorter_is_not_taken_for_the_rest_of_a_key() -> None:
    token = "".join(chr(97 + at * 7 % 26) + str(at % 10) for at in range(80))
    text = f"-----BEGIN PRIVATE KEY----- AbCdEf0123\nexport AWS_SESSION_TOKEN={token}== qp 32\n"

    once = redact(text)

    assert token not in once
    assert redact(once) == once
