"""Mails that are stored nowhere have one table, whatever they are about."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_unkept_mailings"
down_revision = "20261203_dispatches_age"


def upgrade() -> None:
    op.create_table(
        "unkept_mailings",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("began_at", Moment(), nullable=True),
        sa.Column("written_until", Moment(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "about_id"),
    )
    op.create_index("unkept_mailings_due", "unkept_mailings", ["sent", "due_at"])
    op.execute(
        "INSERT INTO unkept_mailings (tenant, kind, about_id, due_at, closes_on, taken_at, sent)"
        " SELECT tenant,"
        " CASE WHEN reminds THEN 'planned_survey_reminder' ELSE 'planned_survey' END,"
        " survey_id, due_at, closes_on, taken_at, sent FROM survey_mailings"
    )
    op.execute(
        "INSERT INTO unkept_mailings (tenant, kind, about_id, due_at, closes_on, taken_at, sent)"
        " SELECT tenant, 'gathering_feedback_reminder',"
        " gathering_id, due_at, closes_on, taken_at, sent FROM feedback_reminders"
    )
    op.drop_table("survey_mailings")
    op.drop_table("feedback_reminders")


def downgrade() -> None:
    _create_earlier("survey_mailings", "survey_id", sa.Column("reminds", sa.Boolean()))
    op.create_index("survey_mailings_due", "survey_mailings", ["sent", "due_at"])
    _create_earlier("feedback_reminders", "gathering_id")
    op.create_index("feedback_reminders_due", "feedback_reminders", ["taken_at", "due_at"])
    op.execute(
        "INSERT INTO survey_mailings"
        " (tenant, survey_id, reminds, due_at, closes_on, taken_at, sent)"
        " SELECT tenant, about_id, kind = 'planned_survey_reminder',"
        " due_at, closes_on, taken_at, sent FROM unkept_mailings"
        " WHERE kind <> 'gathering_feedback_reminder'"
    )
    op.execute(
        "INSERT INTO feedback_reminders"
        " (tenant, gathering_id, due_at, closes_on, taken_at, sent)"
        " SELECT tenant, about_id, due_at, closes_on, taken_at, sent FROM unkept_mailings"
        " WHERE kind = 'gathering_feedback_reminder'"
    )
    op.drop_table("unkept_mailings")


def _create_earlier(name: str, about: str, *more: sa.Column[bool]) -> None:
    op.create_table(
        name,
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column(about, sa.Uuid(), nullable=False),
        *more,
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("sent", sa.Integer() if more else sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint(about, *(each.name for each in more)),
    )
