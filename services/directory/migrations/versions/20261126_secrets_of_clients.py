"""Clients: scopes, up to two secrets at a time, the last use."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_secrets_of_clients"
down_revision = "20261126_organizations_searched"

USUAL = sa.DefaultClause("hires:read hires:write")


def upgrade() -> None:
    op.create_table(
        "client_secrets",
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"]),
        sa.PrimaryKeyConstraint("secret_sha256"),
    )
    op.create_index("ix_client_secrets_client_id", "client_secrets", ["client_id"])
    op.execute(
        "INSERT INTO client_secrets (secret_sha256, client_id, created_at) "
        "SELECT secret_sha256, client_id, created_at FROM clients WHERE revoked_at IS NULL"
    )
    op.add_column("clients", sa.Column("scopes", sa.String(), nullable=False, server_default=USUAL))
    op.add_column("clients", sa.Column("last_used_at", Moment(), nullable=True))
    op.add_column("clients", sa.Column("last_used_from", sa.String(), nullable=True))
    with op.batch_alter_table("clients") as clients:
        clients.drop_column("secret_sha256")
