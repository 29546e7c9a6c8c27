"""What carriers post when placements change or end."""

from datetime import date

from services.directory.schemas import Placements, Posted
from shared.contracts.directory import DepartureReason
from shared.web.text import ExternalId


class NewChange(Posted):
    """The placements a worker has from a day on; they replace those before."""

    external_id: ExternalId
    valid_from: date
    placements: Placements


class NewDeparture(Posted):
    """The last day of a worker."""

    external_id: ExternalId
    last_day: date
    reason: DepartureReason = DepartureReason.OTHER
