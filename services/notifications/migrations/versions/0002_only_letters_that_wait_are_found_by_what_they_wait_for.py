"""Only letters that wait are found by what they wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("letters_waiting", "letters")
    waits = sa.text("waits_for IS NOT NULL")
    op.create_index(
        "letters_waiting", "letters", ["waits_for"], postgresql_where=waits, sqlite_where=waits
    )
