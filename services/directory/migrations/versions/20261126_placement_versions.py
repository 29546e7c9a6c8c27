"""Placements say who pays, and every version of them is kept."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment
from shared.ids import new_id

revision = "20261126_placement_versions"
down_revision = "20261126_consultations_asked_for"

_PLACEMENTS = sa.table(
    "placements",
    sa.column("id", sa.Uuid()),
    sa.column("tenant", sa.String()),
    sa.column("employment_id", sa.Uuid()),
    sa.column("school_id", sa.Uuid()),
    sa.column("weekly_hours", Hundredths()),
    sa.column("funding", sa.String()),
    sa.column("valid_from", sa.Date()),
    sa.column("recorded_at", Moment()),
    sa.column("superseded_at", Moment()),
)


def upgrade() -> None:
    op.add_column(
        "placements", sa.Column("funding", sa.String(), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE placements SET funding ="
        " (SELECT e.funding FROM employments e WHERE e.id = placements.employment_id)"
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite would make the table anew
        op.alter_column("placements", "funding", server_default=None)
    versions = op.create_table(
        "placement_versions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("weekly_hours", Hundredths(), nullable=False),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"]),
        sa.ForeignKeyConstraint(["employment_id"], ["employments.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_placement_versions_placement_id"), "placement_versions", ["placement_id"]
    )
    op.create_index(
        "placement_versions_known",
        "placement_versions",
        ["employment_id", "placement_id", "recorded_at"],
    )
    op.create_index("placement_versions_came", "placement_versions", ["tenant", "recorded_at"])
    known = op.get_bind().execute(sa.select(_PLACEMENTS)).mappings().all()
    copied = ("tenant", "employment_id", "school_id", "weekly_hours", "funding", "valid_from")
    rows = [
        {
            **{name: row[name] for name in copied},
            "id": new_id(),
            "placement_id": row["id"],
            "recorded_by": "",
            "recorded_at": at,
            "reason": reason,
            "note": "",
        }
        for row in known
        for reason, at in (("change", row["recorded_at"]), ("cancel", row["superseded_at"]))
        if at is not None
    ]
    if rows:
        op.bulk_insert(versions, rows)
