"""Old dispatches are found by their age."""

from alembic import op

revision = "20261203_dispatches_age"
down_revision = "20261202_survey_mails"


def upgrade() -> None:
    op.create_index("dispatches_age", "dispatches", ["sent_at"])
    op.create_index("address_health_age", "address_health", ["changed_at"])
