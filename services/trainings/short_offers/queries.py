"""Gatherings whose seats are not offered any more, while somebody waits for one."""

from datetime import datetime

from sqlalchemy import Select, exists, or_, select

from services.trainings.models import Gathering, Registration
from services.trainings.seats import queries as seats
from services.trainings.short_offers.models import SeatsToGive
from shared.clock import local_date
from shared.contracts.gatherings import GatheringState, Place
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX


def candidates(now: datetime) -> Select[Gathering]:
    """In any municipality, without those of which the office was told today; rather too many."""
    today, by_hand = local_date(now), seats.by_hand_before(now, rests=True)
    told = exists().where(SeatsToGive.gathering_id == Gathering.id, SeatsToGive.told_on >= today)
    waiting = exists().where(
        Registration.tenant == Gathering.tenant,
        Registration.gathering_id == Gathering.id,
        Registration.place == Place.WAITING,
    )
    near = or_(Gathering.starts_at < by_hand, Gathering.move_up_until < local_date(by_hand))
    query = select(Gathering).where(
        Gathering.state.in_([GatheringState.OPEN, GatheringState.CLOSED]),
        Gathering.starts_at > now,
        Gathering.tenant != SANDBOX,
        near,
        waiting,
        ~told,
    )
    return crossing(query.order_by(Gathering.starts_at, Gathering.id))
