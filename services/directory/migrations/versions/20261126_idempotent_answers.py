"""Idempotent answers: as every service keeps them, with status and address."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_idempotent_answers"
down_revision = "20261125_quotas_of_a_day"

_AT_ONCE = 1000
_BEFORE = sa.table(
    "answers",
    sa.column("carrier_id", sa.Uuid()),
    sa.column("key", sa.String()),
    sa.column("fingerprint", sa.String()),
    sa.column("body", sa.Text()),
    sa.column("at", Moment()),
)


def upgrade() -> None:
    answers = op.create_table(
        "idempotent_answers",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key"),
    )
    op.create_index(op.f("ix_idempotent_answers_at"), "idempotent_answers", ["at"], unique=False)
    found = op.get_bind().execute(sa.select(_BEFORE)).partitions(_AT_ONCE)
    for rows in found:
        op.bulk_insert(answers, [_moved(row.carrier_id, row) for row in rows])
    op.drop_table("answers")


def _moved(carrier_id: UUID, row: Any) -> dict[str, Any]:
    worker = json.loads(row.body)["worker_id"]
    return {
        "caller": str(carrier_id),
        "key": row.key,
        "fingerprint": row.fingerprint,
        "status": 201,
        "location": f"/directory/api/v1/workers/{worker}",
        "body": row.body,
        "at": row.at,
    }
