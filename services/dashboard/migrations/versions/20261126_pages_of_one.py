"""Pages of one municipality do not read through all events."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_pages_of_one"
down_revision = "20261126_sign_ins"

OF_PROGRESS = sa.text(
    "type IN ('trainings.onboarding-started.v1', 'trainings.onboarding-ready.v1',"
    " 'trainings.onboarding-closed.v1')"
)


def upgrade() -> None:
    op.create_index("seen_by_tenant", "seen", ["tenant", "position"])
    op.create_index(
        "seen_progress",
        "seen",
        ["type", "tenant", "key"],
        postgresql_where=OF_PROGRESS,
        sqlite_where=OF_PROGRESS,
    )
