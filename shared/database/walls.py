"""PostgreSQL's row-level security: the role ``one_municipality`` sees one tenant's rows.

The wall stands behind the filters of the application. It is for reading: that role changes nothing.
Services themselves are not bound by it, so that what consumers and jobs do costs what it did.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, text

ROLE = "one_municipality"
"""Made by ``deploy/postgres/service.sql``; has no password."""
SETTING = "knotenpunkt.tenant"
"""Whose rows a connection of that role sees; none as long as it is not set."""
OPEN = frozenset({"outbox", "parked", "audit", "audit_seals", "audit_checks"})
"""Tables of messaging with a tenant: for operators, or for ``web.accesses``, which names it."""

_EVERYBODY, _WITHIN = "everybody", "within_municipality"
_STANDING = text(
    "SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = :name"
)
_THERE = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
_ROLE = text("SELECT count(*) FROM pg_roles WHERE rolname = :name")


class RoleMissing(Exception):
    """The database was made by an older ``service.sql``."""

    def __init__(self) -> None:
        super().__init__(f"the role {ROLE} is missing; run deploy/postgres/service.sql once more")


def behind_walls(tables: MetaData) -> Iterator[str]:
    """The names of the tables whose rows belong to tenants."""
    for table in tables.sorted_tables:
        if "tenant" in table.c and table.name not in OPEN:
            yield table.name


def build(connection: Connection, tables: MetaData) -> None:
    """Raise the walls that are missing, and let the role read; raises ``RoleMissing``.

    It is done after every migration, so that no new table is forgotten.
    """
    if not connection.execute(_ROLE, {"name": ROLE}).scalar_one():
        raise RoleMissing
    there = set(connection.execute(_THERE).scalars())
    standing = set(connection.execute(_STANDING, {"name": _WITHIN}).scalars())
    for table in tables.sorted_tables:
        if table.name in there:
            connection.execute(text(f'GRANT SELECT ON "{table.name}" TO {ROLE}'))
    for name in behind_walls(tables):
        if name in there and name not in standing:
            _raise_wall(connection, name)


def _raise_wall(connection: Connection, name: str) -> None:
    """One policy lets in every role with the rights, the other restricts this role alone.

    For other roles what is left is ``true``, which costs a statement nothing.
    """
    within = f"tenant = (SELECT current_setting('{SETTING}', true))"
    for statement in (
        f'CREATE POLICY {_EVERYBODY} ON "{name}" USING (true) WITH CHECK (true)',
        f'CREATE POLICY {_WITHIN} ON "{name}" AS RESTRICTIVE TO {ROLE} USING ({within})',
        f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
    ):
        connection.execute(text(statement))
