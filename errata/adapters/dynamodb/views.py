"""Saved views in the table: one item each, in a partition of their owner's."""

from collections.abc import Sequence

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import pack, unpack
from errata.adapters.dynamodb.rows import Rows
from errata.errors import InvalidInputError
from errata.views import MOST_VIEWS, SavedView


class Views:
    """``ViewStore`` on the rows of a table."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def views(self, owner: str) -> Sequence[SavedView]:
        """Return a person's views in the order of their names."""
        items, _ = self._rows.query(Key("pk").eq(keys.views(owner)), {"Limit": MOST_VIEWS})
        return [unpack(item, SavedView) for item in items]

    def save_view(self, owner: str, view: SavedView) -> None:
        """Keep a view, in the place of one of the same name if there is one.

        Raises
        ------
        InvalidInputError
            When the person has as many as are kept.
        """
        known = {saved.name for saved in self.views(owner)}
        if view.name not in known and len(known) >= MOST_VIEWS:
            message = f"is one too many: delete one of your {MOST_VIEWS} views"
            raise InvalidInputError("name", message)
        self._rows.put({**keys.view(owner, view.name), "body": pack(view)})

    def delete_view(self, owner: str, name: str) -> None:
        """Forget a view; nothing happens when there is none."""
        self._rows.delete_if(keys.view(owner, name), {})
