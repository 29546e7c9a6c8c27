"""What is to be read before an item of an agenda."""

import sqlalchemy as sa
from alembic import op

revision = "20261201_agenda_papers"
down_revision = "20261130_invitations"


def upgrade() -> None:
    op.add_column(
        "agenda_items", sa.Column("papers", sa.String(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("agenda_items", "papers")
