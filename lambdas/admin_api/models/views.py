"""Saved views."""

from errata.model import Contract
from errata.views import SavedView, ViewAddress


class SavedViews(Contract):
    """The caller's views in the order of their names."""

    items: tuple[SavedView, ...]


class ViewToSave(Contract):
    """What a view shows."""

    address: ViewAddress
