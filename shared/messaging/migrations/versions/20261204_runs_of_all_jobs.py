"""Runs of jobs, some of which name no limit."""

from alembic import op

revision = "20261204_runs_of_all_jobs"
down_revision = "20261204_retention_periods"


def upgrade() -> None:
    with op.batch_alter_table("retention_runs") as runs:
        runs.alter_column("until", nullable=True)
        runs.create_index("retention_runs_by_time", ["started_at"])
