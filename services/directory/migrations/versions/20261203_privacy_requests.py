"""Privacy requests."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_privacy_requests"
down_revision = "20261203_controllers"


def upgrade() -> None:
    op.create_table(
        "privacy_requests",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("still_named", sa.JSON(), nullable=False),
        sa.Column("announced_by", sa.Uuid(), nullable=True),
        sa.Column("announced_at", Moment(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("privacy_requests_in_order", "privacy_requests", ["tenant", "asked_at", "id"])
    op.create_index("privacy_requests_of_person", "privacy_requests", ["person_id"])
    op.create_table(
        "privacy_receipts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id"),
    )
    op.create_index("privacy_receipts_of_request", "privacy_receipts", ["request_id"])
