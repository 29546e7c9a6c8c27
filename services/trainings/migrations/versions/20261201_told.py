"""Who was told that a qualification ends, that seats are given by hand, and of votes."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_told"
down_revision = "20261201_proposals"


def upgrade() -> None:
    op.add_column("qualifications", sa.Column("told_days", sa.Integer(), nullable=True))
    op.add_column("statements", sa.Column("reminded_at", Moment(), nullable=True))
    op.add_column("statements", sa.Column("counted_at", Moment(), nullable=True))
    op.create_index("statements_in_vote", "statements", ["state", "closes_at"])
    op.create_index("qualifications_by_end", "qualifications", ["until"])
    op.create_table(
        "seats_by_hand",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
