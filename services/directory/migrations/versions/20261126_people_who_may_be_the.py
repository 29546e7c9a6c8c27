"""People who may be the same."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_people_who_may_be_the"
down_revision = "20261126_public_directory"

_WAITING = sa.text("NOT matched")


def upgrade() -> None:
    op.create_table(
        "match_keys",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "key"),
    )
    op.create_index("match_keys_alike", "match_keys", ["tenant", "key"], unique=False)
    op.create_table(
        "duplicates",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("judged_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("first_id", "second_id"),
    )
    op.create_index("duplicates_in_order", "duplicates", ["tenant", "score", "id"], unique=False)
    op.create_index("ix_duplicates_second_id", "duplicates", ["second_id"], unique=False)
    op.add_column(
        "people", sa.Column("matched", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "people_to_match",
        "people",
        ["tenant", "id"],
        unique=False,
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )
