"""Tasks by role."""

from alembic import op

revision = "20261126_tasks_by_role"
down_revision = "20261126_merged_people"


def upgrade() -> None:
    op.drop_index(op.f("tasks_of_organization"), table_name="tasks")
    op.create_index("tasks_of_role", "tasks", ["tenant", "role", "organization_id"], unique=False)
