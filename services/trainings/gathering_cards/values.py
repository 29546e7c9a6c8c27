"""What cards of gatherings are made of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.contracts.gatherings import Approval, GatheringKind, Place

FEW = 3
"""With so many seats left or fewer, the office looks."""
WITH_MINUTES = (GatheringKind.WORKING_GROUP, GatheringKind.EXCHANGE)
WEEK, YEAR = timedelta(days=7), timedelta(days=365)


@dataclass(frozen=True)
class OwnSeat:
    """One registration of somebody; ``next_at`` is the next date that takes place."""

    place: Place
    approval: Approval
    answer_until: datetime | None
    gathering_id: UUID
    next_at: datetime | None

    def has_lapsed(self, now: datetime) -> bool:
        """Nobody may have swept yet."""
        late = self.answer_until is not None and self.answer_until <= now
        return self.place is Place.OFFERED and late


@dataclass(frozen=True)
class OpenActions:
    """Action items that are open: how many, and since or until when."""

    count: int = 0
    late: int = 0
    first_due: date | None = None


@dataclass(frozen=True)
class OfOffice:
    """``pending`` people at ``pending_at`` gatherings; ``waiting`` people at ``full`` ones.

    ``few`` are those that will be full soon. At ``by_hand`` gatherings nobody moves up by itself
    any more. ``ending`` qualifications run out in 90 days, ``ending_near`` of them in 30.
    """

    pending: int
    pending_at: int
    full: int
    waiting: int
    few: int
    without_minutes: int
    late_actions: int
    first_due: date | None
    by_hand: int
    by_hand_waiting: int
    uncertified: int
    ending: int
    ending_near: int
    first_end: date | None
