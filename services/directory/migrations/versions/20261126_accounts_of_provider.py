"""Accounts at the provider."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_accounts_of_provider"
down_revision = "20261126_sign_ins"


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("idp_sid", sa.String(), nullable=True),
        sa.Column("id_token", sa.String(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("roles_given", sa.String(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("secret_sha256"),
    )
    op.create_index(op.f("ix_arrivals_begun_at"), "arrivals", ["begun_at"], unique=False)
    op.create_table(
        "unmatched_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_unmatched_sign_ins_first_seen"), "unmatched_sign_ins", ["first_seen"], unique=False
    )
    op.create_index(
        "unmatched_sign_ins_by_subject", "unmatched_sign_ins", ["issuer", "subject"], unique=True
    )
    op.create_index(
        "unmatched_sign_ins_in_order",
        "unmatched_sign_ins",
        ["municipality", "first_seen", "id"],
        unique=False,
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sub", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("roles_given", sa.String(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("identities_by_sub", "identities", ["issuer", "sub"], unique=False)
    op.create_index("identities_by_subject", "identities", ["issuer", "subject"], unique=True)
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)
