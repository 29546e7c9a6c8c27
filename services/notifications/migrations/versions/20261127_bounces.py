"""How addresses fare, and what was sent to whom."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_bounces"
down_revision = "20261127_announcements"


def upgrade() -> None:
    op.create_table(
        "address_health",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("hard", sa.Integer(), nullable=False),
        sa.Column("soft", sa.Integer(), nullable=False),
        sa.Column("window_until", Moment(), nullable=False),
        sa.Column("suppressed_at", Moment(), nullable=True),
        sa.Column("reply", sa.String(length=20), nullable=False),
        sa.Column("code_at", Moment(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "dispatches",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("introduces", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=False),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mail_id"),
    )
    op.create_index("dispatches_person", "dispatches", ["person_id", "sent_at"])
    op.create_index("dispatches_outcome", "dispatches", ["outcome", "sent_at"])
