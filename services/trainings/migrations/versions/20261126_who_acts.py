"""Who acts for an organization, and the tasks of one found by an index.

A copy made before has none; as the oldest version it is brought up to date by a replay.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_who_acts"
down_revision = "20261126_sign_ins"


def upgrade() -> None:
    op.add_column(
        "organizations", sa.Column("kind", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "organizations", sa.Column("contacts", sa.JSON(), nullable=False, server_default="[]")
    )
    op.execute("UPDATE organizations SET version = 0")
    with op.batch_alter_table("organizations") as table:
        table.alter_column("kind", server_default=None)
        table.alter_column("contacts", server_default=None)
    op.create_index("tasks_of_organization", "tasks", ["tenant", "organization_id", "role"])


def downgrade() -> None:
    op.drop_index("tasks_of_organization", "tasks")
    op.drop_column("organizations", "contacts")
    op.drop_column("organizations", "kind")
