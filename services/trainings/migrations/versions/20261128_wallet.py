"""Qualifications, trainings elsewhere, and who agreed to be named."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment

revision = "20261128_wallet"
down_revision = "20261128_reminders"


def upgrade() -> None:
    op.create_table(
        "list_consents",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"]),
        sa.PrimaryKeyConstraint("registration_id"),
    )
    op.create_table(
        "qualification_kinds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=True),
        sa.Column("units", Hundredths(), nullable=False),
        sa.Column("prolong_units", Hundredths(), nullable=False),
        sa.Column("reactivation_months", sa.SmallInteger(), nullable=False),
        sa.Column("gathering_kind", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "name"),
    )
    op.create_table(
        "counted_gatherings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["qualification_kinds.id"]),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("kind_id", "gathering_id"),
    )
    op.create_index("counted_gatherings_of_gathering", "counted_gatherings", ["gathering_id"])
    _create_qualifications()
    _create_external_trainings()


def _create_qualifications() -> None:
    op.create_table(
        "qualifications",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("units", Hundredths(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["qualification_kinds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("qualifications_of_person", "qualifications", ["tenant", "person_id"])
    op.create_index("qualifications_of_kind", "qualifications", ["kind_id", "person_id"])


def _create_external_trainings() -> None:
    op.create_table(
        "external_trainings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("units", Hundredths(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["qualification_kinds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "external_trainings_in_state", "external_trainings", ["tenant", "state", "day", "id"]
    )
    op.create_index("external_trainings_of_person", "external_trainings", ["tenant", "person_id"])


def downgrade() -> None:
    op.drop_table("external_trainings")
    op.drop_table("qualifications")
    op.drop_table("counted_gatherings")
    op.drop_table("qualification_kinds")
    op.drop_table("list_consents")
