"""Gatherings."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment

revision = "20261127_gatherings"
down_revision = "20261126_tasks_by_role"


def upgrade() -> None:
    op.create_table(
        "gatherings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "title_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("register_until", sa.Date(), nullable=True),
        sa.Column("move_up_until", sa.Date(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "gatherings_in_order", "gatherings", ["tenant", "starts_at", "id"], unique=False
    )
    op.create_index(
        "gatherings_in_state", "gatherings", ["tenant", "state", "starts_at", "id"], unique=False
    )
    op.create_index(op.f("ix_gatherings_series_id"), "gatherings", ["series_id"], unique=False)
    op.create_table(
        "gathering_dates",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("join_link", sa.String(), nullable=False),
        sa.Column("units", Hundredths(), nullable=False),
        sa.Column("original_day", sa.Date(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "gathering_dates_in_order", "gathering_dates", ["tenant", "starts_at"], unique=False
    )
    op.create_index(
        "gathering_dates_of_gathering",
        "gathering_dates",
        ["gathering_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "registrations",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("waiting_since", Moment(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("answer_until", Moment(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "registrations_of_gathering",
        "registrations",
        ["gathering_id", "place", "waiting_since", "id"],
        unique=False,
    )
    op.create_index(
        "registrations_of_person", "registrations", ["tenant", "person_id"], unique=False
    )
    op.create_index(
        "registrations_offered",
        "registrations",
        ["answer_until"],
        unique=False,
        postgresql_where=sa.text("answer_until IS NOT NULL"),
        sqlite_where=sa.text("answer_until IS NOT NULL"),
    )
    op.create_index(
        "registrations_once",
        "registrations",
        ["gathering_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("(place NOT IN ('withdrawn', 'lapsed'))"),
        sqlite_where=sa.text("(place NOT IN ('withdrawn', 'lapsed'))"),
    )
    op.create_table(
        "seat_quotas",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gathering_id", "carrier_id"),
    )
    op.create_table(
        "seat_changes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("overbooked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "seat_changes_of_registration", "seat_changes", ["registration_id", "at"], unique=False
    )
