"""Organizations: searched and sorted by folded text."""

import sqlalchemy as sa
from alembic import op

from shared.database.search import fold, spellings

revision = "20261126_organizations_searched"
down_revision = "20261126_idempotent_answers"

ROWS = 1000
_BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    for column in (sa.Column("name_key", _BYTEWISE), sa.Column("search_text", sa.String())):
        column.nullable, column.server_default = False, sa.DefaultClause("")
        op.add_column("organizations", column)
    _fill()
    op.drop_index("ix_organizations_tenant", table_name="organizations")
    op.create_index("organizations_in_order", "organizations", ["tenant", "name_key", "id"])


def _fill() -> None:
    """The default is for the former release, which may still add some while this one starts."""
    table = sa.table(
        "organizations",
        *(sa.column(name) for name in ("id", "name", "school_number", "name_key", "search_text")),
    )
    connection = op.get_bind()
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row"))
        .values(name_key=sa.bindparam("sorted"), search_text=sa.bindparam("searched"))
    )
    rows = connection.execute(sa.select(table.c.id, table.c.name, table.c.school_number)).all()
    for start in range(0, len(rows), ROWS):
        connection.execute(
            change,
            [
                {
                    "row": row.id,
                    "sorted": fold(row.name),
                    "searched": "\n".join(
                        spellings(text) for text in (row.name, row.school_number) if text
                    ),
                }
                for row in rows[start : start + ROWS]
            ],
        )
