"""Employments and timelines of schools."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261125_employments"
down_revision = "20261125_waiting_letters_index"


def upgrade() -> None:
    _key_employments_by_their_id()
    op.create_table(
        "placements",
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("school_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("employment_id", "valid_from"),
    )
    op.create_index(op.f("ix_placements_worker_id"), "placements", ["worker_id"])
    op.add_column("letters", sa.Column("employment_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE letters SET employment_id = worker_id")
    with op.batch_alter_table("letters") as letters:
        letters.alter_column("employment_id", existing_type=sa.Uuid(), nullable=False)
    op.create_index("letters_employment", "letters", ["employment_id"])


def _key_employments_by_their_id() -> None:
    """Until now each worker had one."""
    op.execute("CREATE TABLE employments_before AS SELECT * FROM employments")
    op.drop_table("employments")
    op.create_table(
        "employments",
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("school_ids", sa.JSON(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("employment_id"),
    )
    op.create_index(op.f("ix_employments_worker_id"), "employments", ["worker_id"])
    op.execute(
        "INSERT INTO employments"
        " (employment_id, tenant, worker_id, carrier_id, start_date, school_ids, as_of)"
        " SELECT worker_id, tenant, worker_id, carrier_id, start_date, school_ids, as_of"
        " FROM employments_before"
    )
    op.drop_table("employments_before")
