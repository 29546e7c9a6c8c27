"""Sign-in at a provider."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_sign_in_at_a_provider"
down_revision = "20261126_secrets_of_clients"


def upgrade() -> None:
    op.create_table(
        "oidc_flows",
        sa.Column("state_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("browser_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_sha256"),
    )
    op.create_index(op.f("ix_oidc_flows_begun_at"), "oidc_flows", ["begun_at"], unique=False)
    op.create_table(
        "oidc_logout_tokens",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.Uuid(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index(
        op.f("ix_oidc_logout_tokens_used_at"), "oidc_logout_tokens", ["used_at"], unique=False
    )
    op.create_table(
        "oidc_registrations",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject_claim", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("issuer"),
    )
