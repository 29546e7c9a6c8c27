"""Second factors."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_second_factors"
down_revision = "20261126_people_searched"


def upgrade() -> None:
    op.create_table(
        "waiting_sign_ins",
        sa.Column("browser_hash", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("browser_hash"),
    )
    op.create_index(
        op.f("ix_waiting_sign_ins_created_at"), "waiting_sign_ins", ["created_at"], unique=False
    )
    op.create_index(
        "waiting_sign_ins_of_person", "waiting_sign_ins", ["person_id", "created_at"], unique=False
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("code_digest"),
    )
    op.create_index(
        op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"], unique=False
    )
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
