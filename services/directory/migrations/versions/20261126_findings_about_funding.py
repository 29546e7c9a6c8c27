"""Findings about funding."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment

revision = "20261126_findings_about_funding"
down_revision = "20261126_documents_kept"


def upgrade() -> None:
    op.create_table(
        "funding_reviews",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )
    op.create_table(
        "findings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("findings_in_order", "findings", ["tenant", "since"], unique=False)
    op.create_index(op.f("ix_findings_worker_id"), "findings", ["worker_id"], unique=False)
