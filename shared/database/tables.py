"""What the typed tables of all services have in common."""

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class OfTenant:
    """A mixin: rows that belong to one tenant."""

    tenant: Mapped[str] = mapped_column(sort_order=-1)


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a model, for statements that carry many rows."""
    table = model.__table__
    assert isinstance(table, Table)
    return table
