"""What carriers post when placements change or end."""

from uuid import UUID

from services.directory.schemas import Day, Placements, Posted
from shared.contracts.directory import DepartureReason
from shared.web.text import ExternalId


class NewChange(Posted):
    """The placements a worker has from a day on, until the next day for which some were posted.

    ``employment_id`` matters only where there are several and the day does not say which is meant.
    """

    external_id: ExternalId
    employment_id: UUID | None = None
    valid_from: Day
    placements: Placements


class NewDeparture(Posted):
    """The last day of a worker, which may lie ahead; one before the start cancels the hire."""

    external_id: ExternalId
    employment_id: UUID | None = None
    last_day: Day
    reason: DepartureReason = DepartureReason.OTHER
