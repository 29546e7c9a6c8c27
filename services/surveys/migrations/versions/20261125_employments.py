"""Employments and their ends."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_employments"
down_revision = "20261122_surveys_invitations"


def upgrade() -> None:
    op.create_table(
        "ends",
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("employment_id"),
    )
    op.drop_index("pulses_of_worker", "pulses")
    op.add_column("pulses", sa.Column("employment_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE pulses SET employment_id = worker_id")
    with op.batch_alter_table("pulses") as pulses:
        pulses.alter_column("employment_id", existing_type=sa.Uuid(), nullable=False)
    op.create_index("pulses_of_employment", "pulses", ["employment_id"])
