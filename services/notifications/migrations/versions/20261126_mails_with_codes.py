"""Mails with codes."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_mails_with_codes"
down_revision = "20261126_sign_ins"


def upgrade() -> None:
    op.create_table(
        "code_mails",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("handled", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_table(
        "code_requests",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sealed_code", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index(
        op.f("ix_code_requests_expires_at"), "code_requests", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_code_requests_person_id"), "code_requests", ["person_id"], unique=False
    )
