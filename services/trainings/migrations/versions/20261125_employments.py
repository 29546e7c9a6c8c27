"""Employments and their ends."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_employments"
down_revision = "20261122_templates_onboardings"


def upgrade() -> None:
    op.add_column("onboardings", sa.Column("employment_id", sa.Uuid(), nullable=True))
    op.add_column("onboardings", sa.Column("last_day", sa.Date(), nullable=True))
    op.add_column("onboardings", sa.Column("end_correlation_id", sa.Uuid(), nullable=True))
    op.add_column("onboardings", sa.Column("end_causation_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE onboardings SET employment_id = worker_id")
    with op.batch_alter_table("onboardings") as onboardings:
        onboardings.alter_column("employment_id", existing_type=sa.Uuid(), nullable=False)
    op.create_index(op.f("ix_onboardings_employment_id"), "onboardings", ["employment_id"])
    ends = sa.text("closed_at IS NULL AND last_day IS NOT NULL")
    op.create_index(
        "onboardings_to_close",
        "onboardings",
        ["last_day"],
        postgresql_where=ends,
        sqlite_where=ends,
    )
