"""Which of somebody's two registrations counts."""

from datetime import datetime

from services.trainings.models import Registration
from shared.contracts.gatherings import Approval, Place


def rank(entry: Registration) -> tuple[bool, bool, bool, datetime]:
    """The better of two places sorts first, and of the same places the earlier one."""
    confirmed, offered = entry.place is Place.CONFIRMED, entry.place is Place.OFFERED
    pending = entry.approval is Approval.PENDING
    return not confirmed, not offered, pending, entry.waiting_since
