"""Rows that people edit: whoever was slower is told, and nothing is overwritten unseen.

A version that was shown and is old by now is ``Overtaken``; one that goes while a transaction
changes it ends in SQLAlchemy's ``StaleDataError``, with the ORM and without.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Table, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from shared.database.writes import Row
from shared.privacy.declared import NOT_PERSONAL


class Overtaken(Exception):
    """Somebody else has changed the row since it was shown.

    ``stored`` is the row's state now, by the names of the fields of ``given``.
    """

    def __init__(self, given: BaseModel, stored: Mapping[str, Any]) -> None:
        super().__init__(f"version {stored.get('version')}")
        self.given = given
        self.stored = dict(stored)


class Versioned:
    """A mixin: a row whose version grows with every change.

    Two transactions that change the same version at once end in SQLAlchemy's ``StaleDataError``
    for the later one.
    """

    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def update(self, given: BaseModel) -> None:
        """Take over the fields of ``given``; raises ``Overtaken`` if its ``version`` is old."""
        names = list(type(given).model_fields)
        stored = {name: getattr(self, name) for name in names}
        if stored.pop("version") != getattr(given, "version", None):
            raise Overtaken(given, stored | {"version": self.version})
        for name in stored:
            setattr(self, name, getattr(given, name))

    def touch(self) -> None:
        """Let the version grow although no column differs, because something of it does."""
        mapper = inspect(type(self))
        own = (each.key for each in mapper.column_attrs if not each.columns[0].primary_key)
        flag_modified(self, next(each for each in own if each != "version"))


async def change_version(
    session: AsyncSession, table: Table, key: Row, seen: int, values: Row
) -> int:
    """What ``Versioned`` does, without the ORM; returns the new version.

    Raises ``StaleDataError`` if the row has another version by now, also if that was committed
    while this statement waited for it.
    """
    mine = [table.c[name] == value for name, value in key.items()]
    statement = update(table).where(*mine, table.c.version == seen)
    changed = statement.values(**values, version=seen + 1).returning(table.c.version)
    version: int | None = (await session.execute(changed)).scalar_one_or_none()
    if version is None:
        raise StaleDataError(f"a row of {table.name} has another version than {seen}")
    return version
