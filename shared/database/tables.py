"""What the typed tables of all services have in common."""

from collections.abc import Callable
from typing import (
    Annotated,
    Any,
    Generic,
    ParamSpec,
    TypeVar,
    cast,
    dataclass_transform,
)

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.privacy.declared import NOT_PERSONAL

Tenant = Annotated[str, "tenant"]
"""A service's ``Base`` says in its ``type_annotation_map`` how it is stored."""

Columns = ParamSpec("Columns")
Model = TypeVar("Model")


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(mapped_column,))
class Typed:
    """A mixin: type checkers know the columns as keywords of the model, and of its rows.

    ``default=None`` is for what may be left out, because it is empty at first, counted by the
    database, or given once for all rows of a statement.
    """


class OfTenant(Typed):
    """A mixin: rows that belong to one tenant."""

    tenant: Mapped[Tenant] = mapped_column(info=NOT_PERSONAL, sort_order=-1)


class TableOf(Table, Generic[Model]):
    """What type checkers call the table of a model."""


class RowOf(dict[str, Any], Generic[Model]):
    """What type checkers call a row of a model that ``row_of`` has made; it is a plain dict."""


def table_of(model: type[Model]) -> TableOf[Model]:
    """The table of a model, for statements that carry many rows."""
    assert issubclass(model, DeclarativeBase)
    assert isinstance(model.__table__, Table)
    return cast("TableOf[Model]", model.__table__)


def row_of(model: Callable[Columns, Model]) -> Callable[Columns, RowOf[Model]]:
    """Makes rows of ``model`` from keywords, which only type checkers compare with its columns."""
    return cast("Callable[Columns, RowOf[Model]]", dict)  # as text: it is called for each row
