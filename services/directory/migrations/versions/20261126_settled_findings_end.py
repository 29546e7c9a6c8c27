"""Settled findings end."""

from alembic import op

revision = "20261126_settled_findings_end"
down_revision = "20261126_presence_hours"


def upgrade() -> None:
    """Nobody who began later is to see what had been settled: it ended when it was."""
    op.execute(
        "UPDATE findings SET until = CASE WHEN date(settled_at) < since THEN since"
        " ELSE date(settled_at) END WHERE settled_at IS NOT NULL AND until IS NULL"
    )
