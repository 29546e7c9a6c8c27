"""How a consultation was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_how_a_consultation_was"
down_revision = "20261126_leaves_of_absence"


def upgrade() -> None:
    op.add_column(
        "consultations",
        sa.Column("asked_by", sa.String(), server_default="page", nullable=False),
    )
