"""The hours of coordination as they were said."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment
from shared.ids import new_id

EVER = datetime(2000, 1, 1, tzinfo=UTC)
revision = "20261127_coordination_versions"
down_revision = "20261127_organizations_close"


def upgrade() -> None:
    """What is said now counts as said since ever: nobody knows better."""
    versions = op.create_table(
        "coordination_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("hours", Hundredths(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "coordination_versions_of_tenant", "coordination_versions", ["tenant", "recorded_at"]
    )
    known = sa.table(
        "organizations", sa.column("tenant"), sa.column("coordination_hours", Hundredths())
    )
    said = sa.select(known.c.tenant, known.c.coordination_hours).where(
        known.c.coordination_hours.is_not(None)
    )
    rows = [
        {"id": new_id(), "tenant": row.tenant, "hours": row.coordination_hours, "recorded_at": EVER}
        for row in op.get_bind().execute(said)
    ]
    if rows:
        op.bulk_insert(versions, rows)
