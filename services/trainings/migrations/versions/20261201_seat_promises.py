"""Who has promised to come."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_seat_promises"
down_revision = "20261201_agenda_papers"


def upgrade() -> None:
    op.create_table(
        "seat_promises",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("promised_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"]),
        sa.PrimaryKeyConstraint("registration_id"),
    )


def downgrade() -> None:
    op.drop_table("seat_promises")
