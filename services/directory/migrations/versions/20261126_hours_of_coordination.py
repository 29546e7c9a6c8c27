"""Hours of coordination."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths

revision = "20261126_hours_of_coordination"
down_revision = "20261126_photos_of_people"


def upgrade() -> None:
    op.add_column("organizations", sa.Column("coordination_hours", Hundredths(), nullable=True))
