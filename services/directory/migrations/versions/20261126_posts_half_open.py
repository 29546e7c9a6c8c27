"""Posts half open."""

from alembic import op

revision = "20261126_posts_half_open"
down_revision = "20261126_settled_findings_end"


def upgrade() -> None:
    """As relationships: ``valid_to`` was the last day and is the first on which a post is over."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    day_after = "date(valid_to, '+1 day')" if on_sqlite else "valid_to + 1"
    op.execute(f"UPDATE posts SET valid_to = {day_after} WHERE valid_to IS NOT NULL")  # noqa: S608
