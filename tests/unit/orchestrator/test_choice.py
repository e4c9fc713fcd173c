"""What ``--proposer`` may say, and what is told of what it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.errors import InvalidInputError
from orchestrator.proposers.choice import Mix, Replay, parse

ID, OTHER = "01KAJ000000000000000000001", "01KAJ000000000000000000002"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("mutate", "mutate"),
        (" claude ", "claude"),
        ("replay", Replay()),
        ("replay:newest=50", Replay(newest=50)),
        (f"replay:run={ID}", Replay(run_id=ID)),
        (f"replay:{ID}", Replay((ID,))),
        (f"replay:{ID}+{OTHER}+{ID}", Replay((ID, OTHER))),
        ("mix:mutate=3,claude=1", Mix((("mutate", 3.0), ("claude", 1.0)))),
        ("mix:mutate=0.5, replay=1", Mix((("mutate", 0.5), (Replay(), 1.0)))),
    ],
)
def test_a_proposer_is_named(text: str, choice: object) -> None:
    assert parse(text) == choice


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "'' is no proposer"),
        ("gpt", "'gpt' is no proposer"),
        ("mutate:3", "'mutate:3' is no proposer"),
        ("mix:", "'' is no proposer"),
        ("mix:mutate", "'mutate' is no share of a mix"),
        ("mix:mutate=0", "'mutate=0' is no share of a mix"),
        ("mix:mutate=-1", "'mutate=-1' is no share of a mix"),
        ("mix:mutate=nan", "'mutate=nan' is no share of a mix"),
        ("mix:mutate=inf", "'mutate=inf' is no share of a mix"),
        ("mix:mutate=1,mutate=2", "'mutate=2' is no share of a mix"),
        ("mix:mix=1", "'mix' is no proposer"),
        ("replay:newest=0", "'newest=0' is nothing to replay"),
        ("replay:newest=all", "'newest=all' is nothing to replay"),
        ("replay:run=yesterday", "'run=yesterday' is nothing to replay"),
        ("replay:42", "'42' is nothing to replay"),
    ],
)
def test_a_wrong_name_is_told_with_what_is_right(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(text)
    told = str(caught.value)
    assert told.startswith(f"proposer: {problem}")
    assert "want mutate, claude, replay" in told
    assert "\n" not in told


@given(st.text() | st.from_regex(r"(mix|replay|mutate|claude):?[a-z0-9=,+.]{0,30}"))
def test_any_text_is_a_choice_or_refused(text: str) -> None:
    try:
        choice = parse(text)
    except InvalidInputError:
        return
    if isinstance(choice, Mix):
        assert all(share > 0 for _, share in choice.shares)
