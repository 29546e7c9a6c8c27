"""Announcements."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_announcements"
down_revision = "20261126_preferences"


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("to_confirm", sa.Boolean(), nullable=False),
        sa.Column("remind_after", sa.SmallInteger(), nullable=True),
        sa.Column("takes_joiners", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("announcements_of_tenant", "announcements", ["tenant", "id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("group_id"),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key"),
    )
    op.create_index(op.f("ix_idempotent_answers_at"), "idempotent_answers", ["at"], unique=False)
    op.create_table(
        "announcement_editions",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("announcement_id", "number"),
    )
    op.create_table(
        "announcement_recipients",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("owed_edition", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.SmallInteger(), nullable=False),
        sa.Column("remind_at", Moment(), nullable=True),
        sa.Column("confirmed_edition", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("announcement_id", "person_id"),
    )
    op.create_index(
        "announcement_recipients_owed",
        "announcement_recipients",
        ["announcement_id", "owed_edition"],
        unique=False,
    )
    op.create_index(
        "announcement_recipients_person", "announcement_recipients", ["person_id"], unique=False
    )
    op.create_index(
        "announcement_recipients_remind", "announcement_recipients", ["remind_at"], unique=False
    )
