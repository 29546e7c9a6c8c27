"""Events are anonymous after their period."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_events_are_anonymous"
down_revision = "20261126_merged_people"

PROGRESS = (
    "type IN ('trainings.onboarding-started.v1', 'trainings.onboarding-ready.v1',"
    " 'trainings.onboarding-closed.v1')"
)
NAMING_IN_POSTGRES = "anonymous IS false"
NAMING_IN_SQLITE = "anonymous IS 0"


def upgrade() -> None:
    op.add_column(
        "seen",
        sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(
        "seen_naming",
        "seen",
        ["time"],
        postgresql_where=sa.text(NAMING_IN_POSTGRES),
        sqlite_where=sa.text(NAMING_IN_SQLITE),
    )
    op.drop_index("seen_progress", "seen")
    op.create_index(
        "seen_progress",
        "seen",
        ["type", "tenant", "key", "anonymous"],
        postgresql_where=sa.text(f"{PROGRESS} AND {NAMING_IN_POSTGRES}"),
        sqlite_where=sa.text(f"{PROGRESS} AND {NAMING_IN_SQLITE}"),
    )
