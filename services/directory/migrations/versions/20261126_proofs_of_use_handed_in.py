"""Proofs of use handed in."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_proofs_of_use_handed_in"
down_revision = "20261126_people_who_may_be_the"


def upgrade() -> None:
    op.create_table(
        "proof_submissions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("known_at", Moment(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "proof_submissions_in_order",
        "proof_submissions",
        ["tenant", "school_year", "recorded_at"],
        unique=False,
    )
