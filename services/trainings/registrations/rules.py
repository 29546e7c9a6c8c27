"""Whether somebody may register."""

from collections.abc import Iterable
from datetime import datetime

from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering, Registration
from services.trainings.registrations.values import Hindrance
from services.trainings.values import GONE, ROLES, lets_guests_in
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Approval, GatheringState
from shared.web.problem import Problem

_BY_STATE = {
    GatheringState.CANCELLED: Hindrance.CANCELLED,
    GatheringState.CLOSED: Hindrance.CLOSED,
    GatheringState.DRAFT: Hindrance.CLOSED,
}


def hindrance(
    row: Gathering | Whole,
    roles: Iterable[AccessRole],
    now: datetime,
    *,
    rejected: bool = False,
    member: bool = False,
) -> Hindrance | None:
    """Why not; the deadline includes its whole day. A ``member`` is of the group, or invited."""
    if row.state in _BY_STATE:
        return _BY_STATE[row.state]
    if row.ends_at is not None and row.ends_at <= now:
        return Hindrance.OVER
    if row.starts_at is not None and row.starts_at <= now:
        return Hindrance.BEGUN
    if row.register_until is not None and local_date(now) > row.register_until:
        return Hindrance.LATE
    if rejected:
        return Hindrance.REJECTED
    if member:
        return None
    if not {*roles} & (ROLES[row.audience] | {AccessRole.COORDINATOR}):
        return Hindrance.AUDIENCE
    return None


def guest_hindrance(
    row: Gathering | Whole, now: datetime, *, rejected: bool = False
) -> Hindrance | None:
    """The same for who is in no directory: nothing but what is open to guests."""
    if not lets_guests_in(row):
        return Hindrance.AUDIENCE
    return hindrance(row, AccessRole, now, rejected=rejected)


def refuse(found: Hindrance | None) -> None:
    """Raise ``Problem`` with the reason as its code."""
    if found is not None:
        raise Problem(409, f"registration-{found.value}", "Nobody can register so")


def refuse_reopening(
    row: Gathering, entry: Registration, newest: Registration | None, now: datetime
) -> None:
    """Raise ``Problem`` where nothing was rejected, or nobody can wait any more."""
    if row.state is GatheringState.CANCELLED:
        refuse(Hindrance.CANCELLED)
    if row.starts_at is not None and row.starts_at <= now:
        refuse(Hindrance.BEGUN)
    if newest is not None and newest.place not in GONE:
        raise Problem(409, "registered-meanwhile", "They are registered")
    if entry.approval is not Approval.REJECTED:
        raise Problem(409, "registration-gone", "Nobody has rejected them")


def can_withdraw(row: Gathering | Whole, now: datetime) -> bool:
    """Until the end of it."""
    return row.ends_at is None or row.ends_at > now
