"""What is read of when people are at schools."""

from typing import Any

from sqlalchemy import Select, select

from services.directory.presences.models import presences


def presences_in(tenant: str, among: Select[Any]) -> Select[Any]:
    """Of the municipality's people with one of these ids, by time."""
    mine = (presences.c.tenant == tenant, presences.c.person_id.in_(among))
    return select(presences).where(*mine).order_by(presences.c.begins, presences.c.id)
