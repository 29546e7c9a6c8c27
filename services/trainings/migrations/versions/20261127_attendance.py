"""Attendance."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment

revision = "20261127_attendance"
down_revision = "20261127_calendars"


def upgrade() -> None:
    op.create_table(
        "attendance_marks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("units", Hundredths(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("oddity", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["date_id"],
            ["gathering_dates.id"],
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("date_id", "registration_id", "nonce"),
    )
    op.create_index(
        "attendance_marks_of_registration", "attendance_marks", ["registration_id"], unique=False
    )
    op.create_table(
        "certificates",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("superseded_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("registration_id", "revision"),
    )
    op.create_index(
        op.f("ix_certificates_gathering_id"), "certificates", ["gathering_id"], unique=False
    )
    op.create_table(
        "door_codes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
        ),
        sa.PrimaryKeyConstraint("registration_id"),
        sa.UniqueConstraint("code"),
    )
