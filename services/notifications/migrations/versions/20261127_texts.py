"""Texts of mails in an office's own words."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_texts"
down_revision = "20261127_school_holidays"


def upgrade() -> None:
    op.create_table(
        "mail_texts",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kind"),
    )
    op.create_table(
        "mail_text_editions",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_usual", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "kind"], ["mail_texts.tenant", "mail_texts.kind"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant", "kind", "number"),
    )
