"""Where something is stored of somebody."""

from typing import Any

from sqlalchemy import Table

from services.notifications.models import metadata

OF_EMPLOYMENT = ("employments", "placements", "messages", "webhook_deliveries")
"""Whose rows say to which employment they belong."""


def place_of(place: str) -> tuple[Table, Any]:
    """The table and the column that are named."""
    name, _, column = place.partition(".")
    return metadata.tables[name], metadata.tables[name].c[column]
