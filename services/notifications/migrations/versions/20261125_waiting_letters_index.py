"""Only letters that wait are found by what they wait for."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_waiting_letters_index"
down_revision = "20261122_letters_mailbox_copies"


def upgrade() -> None:
    op.drop_index("letters_waiting", "letters")
    waits = sa.text("waits_for IS NOT NULL")
    op.create_index(
        "letters_waiting", "letters", ["waits_for"], postgresql_where=waits, sqlite_where=waits
    )
