"""Whether a mail about a gathering's seats, a vote or a qualification is still of use."""

from datetime import date, datetime
from uuid import UUID

from services.notifications.gatherings.values import slot_of
from services.notifications.matters.values import BY_HAND, UNTIL_A_DAY, VOTE, Matters
from services.notifications.values import Notice
from shared.clock import local_date


def is_needless(notice: Notice, known: Matters, now: datetime) -> bool:
    """It was so, and is not any more."""
    if notice.kind in UNTIL_A_DAY:
        return date.fromisoformat(notice.payload["until"]) < local_date(now)
    if notice.kind == BY_HAND:
        return _is_given(notice.subject_id, known, now)
    motion = known.motions.get(notice.subject_id)
    if motion is None:
        return False
    if notice.kind == VOTE:
        return motion.dropped or motion.published or motion.closes_at <= now
    return motion.dropped or (motion.published and not notice.payload["published"])


def _is_given(gathering_id: UUID, known: Matters, now: datetime) -> bool:
    offer = known.offers.get(gathering_id)
    if offer is None:
        return False
    begun = offer.first is None or slot_of(offer.first).starts_at <= now
    return offer.called_off or begun or not offer.waiting
