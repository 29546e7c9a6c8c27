"""Posts are looked at with findings: the job that did it alone is due no more."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_posts_are_looked_at"
down_revision = "20261126_hours_of_coordination"


def upgrade() -> None:
    jobs = sa.table("jobs", sa.column("name", sa.String()))
    op.execute(sa.delete(jobs).where(jobs.c.name == "tell_vacant_posts"))
