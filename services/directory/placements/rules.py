"""Which placements apply when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.directory.employments.values import Employment
from services.directory.placements.models import Placement
from services.directory.placements.schemas import PlacementRecord
from services.directory.schemas import EmploymentRecord, EmploymentView, Span


def last_days(timelines: Mapping[UUID, Sequence[Span]]) -> dict[UUID, date | None]:
    """Until when each placement applies, by its id."""
    return {
        placement.id: span.valid_until
        for spans in timelines.values()
        for span in spans
        for placement in span.placements
    }


def placement_record(
    row: Placement, employment: Employment, school: Row[Any], last: date | None
) -> PlacementRecord:
    """A placement as its carrier reads it."""
    return PlacementRecord(
        placement_id=row.id,
        employment_id=employment.id,
        worker_id=employment.worker_id,
        external_id=employment.external_id,
        school_number=school.school_number,
        school_name=school.name,
        weekly_hours=row.weekly_hours,
        valid_from=row.valid_from,
        valid_until=last,
    )


def employment_view(employment: Employment, timeline: list[Span]) -> EmploymentView:
    """An employment with what applies when."""
    return EmploymentView(
        employment_id=employment.id,
        start_date=employment.start_date,
        fixed_term_until=employment.fixed_term_until,
        funding=employment.funding,
        last_day=employment.last_day,
        cancelled=employment.cancelled,
        timeline=timeline,
    )


def employment_record(employment: Employment, view: EmploymentView) -> EmploymentRecord:
    """The same with whose it is."""
    return EmploymentRecord(
        **view.model_dump(),
        worker_id=employment.worker_id,
        external_id=employment.external_id,
        correlation_id=employment.correlation_id,
    )
