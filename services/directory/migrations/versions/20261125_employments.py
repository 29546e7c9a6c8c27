"""Employments and timelines: a worker may come again, and no placement is removed any more."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths, Moment
from shared.ids import new_id

revision = "20261125_employments"
down_revision = "20261122_people_organizations"

Rows = list[dict[str, Any]]


def upgrade() -> None:
    workers = _read(sa.table("workers", *_columns(_WORKERS)))
    placements = _read(sa.table("placements", *_columns(_PLACEMENTS)))
    op.drop_table("placements")
    op.drop_table("workers")
    _create()
    employments = {row["id"]: new_id() for row in workers}
    _insert(_EMPLOYMENTS, (_employment(row, employments) for row in workers))
    _insert(_DEPARTURES, (_departure(row, employments) for row in workers if row["last_day"]))
    _insert(_NEW_PLACEMENTS, (_placement(row, employments) for row in placements))


_WORKERS = {
    "id": sa.Uuid(),
    "tenant": sa.String(),
    "carrier_id": sa.Uuid(),
    "external_id": sa.String(),
    "digest": sa.String(),
    "correlation_id": sa.Uuid(),
    "start_date": sa.Date(),
    "fixed_term_until": sa.Date(),
    "funding": sa.String(),
    "last_day": sa.Date(),
    "departure_reason": sa.String(),
}
_PLACEMENTS = {
    "id": sa.Uuid(),
    "tenant": sa.String(),
    "worker_id": sa.Uuid(),
    "school_id": sa.Uuid(),
    "weekly_hours": Hundredths(),
    "starts_on": sa.Date(),
}


def _columns(types: dict[str, Any]) -> Iterable[sa.ColumnClause[Any]]:
    return (sa.column(name, kind) for name, kind in types.items())


_EMPLOYMENTS = sa.table(
    "employments",
    *_columns({name: kind for name, kind in _WORKERS.items() if name != "departure_reason"}),
    sa.column("worker_id", sa.Uuid()),
    sa.column("ordinal", sa.Integer()),
    sa.column("recorded_at", Moment()),
)
_DEPARTURES = sa.table(
    "departures",
    sa.column("id", sa.Uuid()),
    sa.column("tenant", sa.String()),
    sa.column("employment_id", sa.Uuid()),
    sa.column("last_day", sa.Date()),
    sa.column("reason", sa.String()),
    sa.column("recorded_at", Moment()),
)
_NEW_PLACEMENTS = sa.table(
    "placements",
    sa.column("id", sa.Uuid()),
    sa.column("tenant", sa.String()),
    sa.column("employment_id", sa.Uuid()),
    sa.column("school_id", sa.Uuid()),
    sa.column("weekly_hours", Hundredths()),
    sa.column("valid_from", sa.Date()),
    sa.column("recorded_at", Moment()),
)


def _read(table: sa.TableClause) -> Rows:
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def _insert(table: sa.TableClause, rows: Iterable[dict[str, Any]]) -> None:
    if given := list(rows):
        op.get_bind().execute(sa.insert(table), given)


def _employment(worker: dict[str, Any], employments: dict[UUID, UUID]) -> dict[str, Any]:
    kept = {name: value for name, value in worker.items() if name != "departure_reason"}
    new = {"id": employments[worker["id"]], "worker_id": worker["id"], "ordinal": 1}
    return {**kept, **new, "recorded_at": _made_at(worker["id"])}


def _departure(worker: dict[str, Any], employments: dict[UUID, UUID]) -> dict[str, Any]:
    """When it was posted was not written down."""
    return {
        "id": new_id(),
        "tenant": worker["tenant"],
        "employment_id": employments[worker["id"]],
        "last_day": worker["last_day"],
        "reason": worker["departure_reason"],
        "recorded_at": datetime.now(UTC),
    }


def _placement(placement: dict[str, Any], employments: dict[UUID, UUID]) -> dict[str, Any]:
    """Where it ended follows from the next one and from the last day."""
    kept = {name: placement[name] for name in ("id", "tenant", "school_id", "weekly_hours")}
    return {
        **kept,
        "employment_id": employments[placement["worker_id"]],
        "valid_from": placement["starts_on"],
        "recorded_at": _made_at(placement["id"]),
    }


def _made_at(key: UUID) -> datetime:
    """A UUIDv7 begins with the milliseconds."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def _create() -> None:
    op.create_table(
        "employments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("fixed_term_until", sa.Date(), nullable=True),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("cancelled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("carrier_id", "external_id", "ordinal"),
    )
    op.create_index(op.f("ix_employments_worker_id"), "employments", ["worker_id"])
    op.create_table(
        "departures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["employment_id"], ["employments.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_departures_employment_id"), "departures", ["employment_id"])
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("weekly_hours", Hundredths(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("superseded_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["employment_id"], ["employments.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_placements_school_id"), "placements", ["school_id"])
    op.create_index(
        "placements_in_force",
        "placements",
        ["employment_id", "valid_from", "school_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
        sqlite_where=sa.text("superseded_at IS NULL"),
    )
