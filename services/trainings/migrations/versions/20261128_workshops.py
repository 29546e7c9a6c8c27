"""Workshops, and quotas that have ended."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261128_workshops"
down_revision = "20261128_wallet"


def upgrade() -> None:
    op.create_table(
        "workshop_slots",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["date_id"],
            ["gathering_dates.id"],
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("workshop_slots_of_gathering", "workshop_slots", ["gathering_id"], unique=False)
    op.create_table(
        "workshops",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["workshop_slots.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("workshops_of_slot", "workshops", ["slot_id", "title"], unique=False)
    op.create_table(
        "workshop_wishes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("seated", sa.Boolean(), nullable=False),
        sa.Column("overbooked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["workshop_slots.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("registration_id", "workshop_id"),
    )
    op.create_index(
        "workshop_wishes_of_slot", "workshop_wishes", ["slot_id", "since"], unique=False
    )
    op.create_index("workshop_wishes_of_workshop", "workshop_wishes", ["workshop_id"], unique=False)
    op.create_index(
        "workshop_wishes_seated_once",
        "workshop_wishes",
        ["registration_id", "slot_id"],
        unique=True,
        postgresql_where=sa.text("seated"),
        sqlite_where=sa.text("seated"),
    )
    op.add_column(
        "seat_quotas", sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "seat_quotas", sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_index(
        "seat_quotas_to_end",
        "seat_quotas",
        ["until"],
        unique=False,
        postgresql_where=sa.text("NOT ended AND until IS NOT NULL"),
        sqlite_where=sa.text("ended = 0 AND until IS NOT NULL"),
    )
