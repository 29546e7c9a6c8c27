"""Gatherings: copies, what calendars were told, who was reminded; calendars of kept mails."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_gatherings"
down_revision = "20261127_texts"


def upgrade() -> None:
    _create_copies()
    _create_entries()
    empty = sa.Column("calendars", sa.JSON(), nullable=False, server_default="[]")
    with op.batch_alter_table("kept_mails") as kept:
        kept.add_column(empty)
    with op.batch_alter_table("kept_mails") as kept:
        kept.alter_column("calendars", server_default=None)


def _create_copies() -> None:
    op.create_table(
        "gatherings",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("move_up_until", sa.Date(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
    op.create_index("gatherings_to_come", "gatherings", ["last_day", "first_day"])
    op.create_table(
        "registrations",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("answer_until", Moment(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("registration_id"),
    )
    op.create_index("registrations_of_gathering", "registrations", ["gathering_id", "place"])
    op.create_index("registrations_of_person", "registrations", ["person_id", "gathering_id"])


def _create_entries() -> None:
    op.create_table(
        "calendar_entries",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("registration_id", "date_id"),
    )
    op.create_table(
        "gathering_reminders",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("lead", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("date_id", "lead", "day"),
    )
