"""What was taken from somebody as a gathering was called off, so that it can be given back."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_called_off_seats"
down_revision = "20261127_attendance"


def upgrade() -> None:
    op.add_column("seat_changes", sa.Column("called_off_from", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("seat_changes", "called_off_from")
