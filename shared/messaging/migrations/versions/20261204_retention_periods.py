"""Tenants choose periods, and a run says by which one."""

import sqlalchemy as sa
from alembic import op

from shared.clock import local_date
from shared.database.types import Moment

revision = "20261204_retention_periods"
down_revision = "20261203_privacy_parts"
_RUNS = (
    ("rule", sa.String(), False),
    ("day", sa.Date(), False),
    ("days", sa.Integer(), False),
    ("deletion", sa.String(), False),
    ("until", Moment(), False),
    ("started_at", Moment(), False),
    ("finished_at", Moment(), True),
    ("rows", sa.BigInteger(), False),
    ("holds", sa.Integer(), False),
)


def upgrade() -> None:
    op.create_table(
        "retention_periods",
        sa.Column("choice_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("deletion", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("choice_id"),
    )
    before = sa.table("retention_runs", *(sa.column(n, t) for n, t, _ in _RUNS if n != "days"))
    kept = op.get_bind().execute(sa.select(before)).mappings().all()
    op.drop_table("retention_runs")
    made = op.create_table(
        "retention_runs",
        *(sa.Column(name, type_, nullable=empty) for name, type_, empty in _RUNS),
        sa.PrimaryKeyConstraint("rule", "day", "days"),
    )
    rows = [{**row, "days": (row["day"] - local_date(row["until"])).days} for row in kept]
    if rows:
        op.bulk_insert(made, rows)
