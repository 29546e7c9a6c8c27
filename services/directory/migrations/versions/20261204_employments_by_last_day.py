"""Employments by last day."""

from alembic import op

revision = "20261204_employments_by_last_day"
down_revision = "20261203_reminded_of_packages"


def upgrade() -> None:
    op.create_index("employments_by_last_day", "employments", ["last_day"], unique=False)
