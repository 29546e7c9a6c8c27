"""Who was invited to a gathering."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261130_invitations"
down_revision = "20261130_feedback"


def upgrade() -> None:
    op.create_table(
        "gathering_invitations",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("declined_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gathering_id", "person_id"),
    )
    op.create_index(
        "gathering_invitations_of_person", "gathering_invitations", ["tenant", "person_id"]
    )


def downgrade() -> None:
    op.drop_table("gathering_invitations")
