"""What the typed tables of all services have in common."""

from typing import Annotated

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.privacy.declared import NOT_PERSONAL

Tenant = Annotated[str, "tenant"]
"""A service's ``Base`` says in its ``type_annotation_map`` how it is stored."""


class OfTenant:
    """A mixin: rows that belong to one tenant."""

    tenant: Mapped[Tenant] = mapped_column(info=NOT_PERSONAL, sort_order=-1)


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a model, for statements that carry many rows."""
    table = model.__table__
    assert isinstance(table, Table)
    return table
