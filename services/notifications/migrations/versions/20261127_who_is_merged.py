"""Who is merged."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_who_is_merged"
down_revision = "20261126_preferences"


def upgrade() -> None:
    op.add_column("people", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_people_merged_into"), "people", ["merged_into"], unique=False)
