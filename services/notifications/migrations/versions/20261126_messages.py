"""Letters and notices become messages, each with its delivery by mail."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_messages"
down_revision = "20261126_invitations"

_EXPIRES_ON = {
    "postgresql": "UPDATE messages SET expires_on = CAST(payload->>'closes_on' AS date)"
    " WHERE payload->>'closes_on' IS NOT NULL",
    "sqlite": "UPDATE messages SET expires_on = json_extract(payload, '$.closes_on')",
}


def upgrade() -> None:
    _create_messages()
    _create_deliveries()
    _move_letters()
    op.execute(_EXPIRES_ON[op.get_bind().dialect.name])
    _move_notices()
    op.drop_table("letters")
    op.drop_table("notices")


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("employment_id", sa.Uuid(), nullable=True),
        sa.Column("onboarding_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("messages_worker", "messages", ["worker_id"])
    op.create_index("messages_onboarding", "messages", ["onboarding_id"])
    op.create_index("messages_employment", "messages", ["employment_id"])
    op.create_index("messages_person", "messages", ["person_id", "kind"])


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("group_key", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("waits_for", sa.Uuid(), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("put_back_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", "channel"),
    )
    due = ["channel", "state", "priority", "not_before"]
    op.create_index("deliveries_due", "deliveries", due)
    op.create_index("deliveries_group", "deliveries", ["group_key"])
    waits = sa.text("waits_for IS NOT NULL")
    op.create_index(
        "deliveries_waiting",
        "deliveries",
        ["waits_for"],
        postgresql_where=waits,
        sqlite_where=waits,
    )


def _move_letters() -> None:
    op.execute(
        "INSERT INTO messages (tenant, id, kind, role, organization_id, worker_id, employment_id,"
        " onboarding_id, payload, happened_at, correlation_id, causation_id, created_at)"
        " SELECT tenant, id, kind, role, organization_id, worker_id, employment_id, onboarding_id,"
        " payload, created_at, correlation_id, causation_id, created_at FROM letters"
    )
    op.execute(
        "INSERT INTO deliveries (tenant, message_id, channel, group_key, state, priority, attempts,"
        " not_before, waits_for, leased_until, leased_by, settled_at, put_back_at)"
        " SELECT tenant, id, 'mail', group_id, state, priority, attempts, not_before, waits_for,"
        " leased_until, leased_by,"
        " CASE WHEN state IN ('queued', 'leased') THEN NULL"
        " ELSE COALESCE(sent_at, not_before) END, put_back_at FROM letters"
    )


def _move_notices() -> None:
    """What was told of is what caused it; what one person is owed of a kind stays together."""
    nothing = sa.bindparam("nothing", {}, type_=sa.JSON())
    move = sa.text(
        "INSERT INTO messages (tenant, id, kind, person_id, role, subject_id, payload, happened_at,"
        " correlation_id, causation_id, created_at)"
        " SELECT tenant, id, kind, person_id, '', subject_id, :nothing, happened_at, subject_id,"
        " subject_id, created_at FROM notices"
    )
    op.execute(move.bindparams(nothing))
    op.execute(
        "INSERT INTO deliveries (tenant, message_id, channel, group_key, state, priority, attempts,"
        " not_before, leased_until, leased_by, settled_at)"
        " SELECT tenant, id, 'mail', FIRST_VALUE(id) OVER"
        " (PARTITION BY person_id, kind, tenant, state ORDER BY created_at, id),"
        " CASE WHEN state = 'failed' THEN 'undeliverable'"
        " WHEN state = 'queued' AND leased_until IS NOT NULL THEN 'leased' ELSE state END,"
        " CASE WHEN kind IN ('consultation_withdrawn', 'consultation_answered') THEN 1 ELSE 2 END,"
        " 0, not_before, leased_until, leased_by, settled_at FROM notices"
    )
    op.execute(
        "INSERT INTO given_up (letter_id, tenant, correlation_id, kind, role, cause, reply,"
        " attempts, given_up_at)"
        " SELECT id, tenant, subject_id, kind, '', failure, '', 0, settled_at"
        " FROM notices WHERE state = 'failed'"
    )
