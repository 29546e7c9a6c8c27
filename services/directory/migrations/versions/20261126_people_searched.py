"""People: searched and sorted by folded text."""

import sqlalchemy as sa
from alembic import op

from shared.database.search import fold, spellings

revision = "20261126_people_searched"
down_revision = "20261126_accounts_of_provider"

ROWS = 1000
_BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    for column in (sa.Column("name_key", _BYTEWISE), sa.Column("search_text", sa.String())):
        column.nullable, column.server_default = False, sa.DefaultClause("")
        op.add_column("people", column)
    _fill()


def _fill() -> None:
    """The default is for the former release, which may still add some while this one starts."""
    names = ("id", "given_name", "family_name", "name_key", "search_text")
    table = sa.table("people", *(sa.column(name) for name in names))
    connection = op.get_bind()
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row"))
        .values(name_key=sa.bindparam("sorted"), search_text=sa.bindparam("searched"))
    )
    rows = connection.execute(sa.select(table.c.id, table.c.given_name, table.c.family_name)).all()
    for start in range(0, len(rows), ROWS):
        connection.execute(
            change,
            [
                {
                    "row": row.id,
                    "sorted": fold(row.family_name),
                    "searched": f"{spellings(row.given_name)}\n{spellings(row.family_name)}",
                }
                for row in rows[start : start + ROWS]
            ],
        )
