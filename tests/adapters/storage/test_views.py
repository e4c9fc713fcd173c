from datetime import UTC, datetime

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import InvalidInputError
from errata.views import MOST_VIEWS, SavedView

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def view(name: str, address: str = "?") -> SavedView:
    return SavedView(name=name, address=address, saved_at=NOW)


def test_views_come_by_name_and_each_person_has_their_own(store: DynamoDbStore) -> None:
    store.save_view("ada", view("b"), by="ada")
    store.save_view("ada", view("a"), by="ada")
    store.save_view("bob", view("c"), by="bob")
    assert store.views("ada") == [view("a"), view("b")]
    assert store.views("bob") == [view("c")]
    assert store.views("eve") == []


def test_a_view_takes_the_place_of_its_namesake_and_is_forgotten(store: DynamoDbStore) -> None:
    store.save_view("ada", view("a"), by="ada")
    store.save_view("ada", view("a", "?range=7"), by="ada")
    assert store.views("ada") == [view("a", "?range=7")]
    store.delete_view("ada", "a", by="ada", at=NOW)
    store.delete_view("ada", "a", by="ada", at=NOW)
    assert store.views("ada") == []


def test_a_person_keeps_so_many_and_no_more(store: DynamoDbStore) -> None:
    for number in range(MOST_VIEWS):
        store.save_view("ada", view(f"n{number:02}"), by="ada")
    store.save_view("ada", view("n00", "?range=1"), by="ada")
    with pytest.raises(InvalidInputError, match="one too many"):
        store.save_view("ada", view("another"), by="ada")
    assert len(store.views("ada")) == MOST_VIEWS
