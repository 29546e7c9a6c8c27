"""Agendas."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_agendas"
down_revision = "20261127_seats"


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("carried_from", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carried_from"],
            ["agenda_items.id"],
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("agenda_items_kept", "agenda_items", ["tenant", "outcome"], unique=False)
    op.create_index(
        "agenda_items_of_gathering", "agenda_items", ["gathering_id", "position"], unique=False
    )
    op.create_index("agenda_items_once", "agenda_items", ["carried_from"], unique=True)
