"""Surveys that an office plans, answers with names, and where workers are."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_planned_surveys"
down_revision = "20261202_questionnaires"


def upgrade() -> None:
    op.create_table(
        "workplaces",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("school_types", sa.JSON(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("employment_id", "valid_from"),
    )
    op.create_index("workplaces_of_worker", "workplaces", ["tenant", "worker_id"])
    _plan()
    _name()


def _plan() -> None:
    lists = ("roles", "carriers", "school_types", "breakdowns")
    op.create_table(
        "planned_surveys",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("secrecy", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in lists),
        sa.Column("opens_at", Moment(), nullable=True),
        sa.Column("closes_at", Moment(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("noted", sa.String(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("mails_asked", sa.Integer(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaire_versions.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("planned_surveys_in_order", "planned_surveys", ["tenant", "created_at", "id"])
    op.create_index("planned_surveys_due", "planned_surveys", ["state", "opens_at"])


def _name() -> None:
    op.create_table(
        "named_invitations",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["planned_surveys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id", "person_id", name="named_invitations_once"),
    )
    of_survey = ["tenant", "survey_id", "answered_at"]
    op.create_index("named_invitations_of_survey", "named_invitations", of_survey)
    op.create_table(
        "named_links",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["named_invitations.id"]),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("named_links_of_invitation", "named_links", ["invitation_id"])
    op.create_table(
        "named_answers",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["named_invitations.id"]),
        sa.PrimaryKeyConstraint("invitation_id"),
    )


def downgrade() -> None:
    for table in ("named_answers", "named_links", "named_invitations"):
        op.drop_table(table)
    op.drop_table("planned_surveys")
    op.drop_table("workplaces")
