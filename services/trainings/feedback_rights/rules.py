"""When who was there is asked, and about what by default."""

from datetime import date, datetime, timedelta

from services.trainings.attendance.values import Attended
from shared.contracts.gatherings import GatheringKind

USUALLY_ASKED = (GatheringKind.TRAINING, GatheringKind.QUALIFICATION, GatheringKind.SYMPOSIUM)
OPEN_FOR = timedelta(days=14)
LOOKED_AT = timedelta(days=30)
"""So long after its end a gathering without presences is still waited for."""
SETTLED = timedelta(hours=12)
"""So long nobody has marked anything: corrections on the evening still count."""


def closes_on(today: date) -> date:
    """The last day on which it may be answered."""
    return today + OPEN_FOR


def is_settled(noted_at: datetime | None, now: datetime) -> bool:
    """Whether presences are as they will stay."""
    return noted_at is not None and noted_at <= now - SETTLED


def there(found: list[Attended]) -> list[Attended]:
    """One registration of everybody who was there on any date, at least partly."""
    was = [each for each in found if any(mark.is_there for mark in each.marks.values())]
    return list({each.person_id: each for each in was}.values())


def last_noted(found: list[Attended]) -> datetime | None:
    """When we last learnt of somebody."""
    return max((mark.noted_at for each in found for mark in each.marks.values()), default=None)
