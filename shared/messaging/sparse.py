"""Tables in which few tenants have rows, so that no statement asks for the others'."""

from collections.abc import Collection
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Exists, Select, event, exists, select
from sqlalchemy import Engine as SyncEngine

from shared.database.engine import Engine, Reader
from shared.database.lists import in_list
from shared.database.tables import OfTenant


class Sparse:
    """Which tenants have a row in the table of ``model``, as this process knows; none is forgotten.

    Rows are added through the session, as ``model``: on SQLite this process is the only one, so
    that what it has seen is all there is. On PostgreSQL others add rows, too, and ``unless_any``
    says so with whatever is written because there were none.
    """

    def __init__(self, model: type[OfTenant]) -> None:
        tenant: Any = model.__table__.c.tenant  # type: ignore[attr-defined]
        self.name = f"{tenant.table.name}_tenants"
        """Of the parameter of ``unless_any``."""
        self.unless_any: Exists = exists().where(in_list(tenant, self.name))
        self._every: Select[tuple[str]] = select(tenant).distinct()
        self._known: WeakKeyDictionary[SyncEngine, set[str]] = WeakKeyDictionary()
        event.listen(model, "after_insert", self._added)

    async def known(self, engine: Engine, reader: Reader) -> Collection[str]:
        """The tenants that have a row; asked once, then remembered."""
        key = engine.writer
        if key not in self._known:
            rows = await reader.execute(self._every)
            self._known[key] = set(rows.scalars())
        return self._known[key]

    def forget(self, engine: Engine) -> None:
        """Somebody else has added a row: ask again."""
        self._known.pop(engine.writer, None)

    def _added(self, _: Any, connection: Connection, added: OfTenant) -> None:
        """Before it is committed; should it not be, somebody looks for nothing."""
        known = self._known.get(connection.engine)
        if known is not None:
            known.add(added.tenant)
