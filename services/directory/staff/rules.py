"""Who may let a worker sign in, and who may end it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from services.directory.staff.values import EmployeePage
from shared.contracts.accounts import AccessRole
from shared.web.problem import Problem
from shared.web.sessions.person import Me


def refuse_giving(me: Me, found: EmployeePage, until: date | None, today: date) -> None:
    """Raise ``Problem`` for who has left, and for a carrier's clerk whose worker has come back."""
    if until is not None and until < today:
        raise Problem(409, "not-employed", "They do not work here any more")
    if me.role is AccessRole.CARRIER and found.access_ended is not None:
        raise Problem(403, "office-only", "Only the office lets them in again who had left")


def refuse_taking(me: Me, stands: Collection[tuple[UUID, date | None]], today: date) -> None:
    """Raise ``Problem`` for a clerk while the worker works for another carrier, too."""
    if me.role is AccessRole.CARRIER and stands_elsewhere(me.organization_id, stands, today):
        raise Problem(409, "works-elsewhere", "They work for another carrier, too")


def stands_at(carrier_id: UUID, stands: Collection[tuple[UUID, date | None]], today: date) -> bool:
    """Whether an employment of the carrier has not come to its end."""
    return carrier_id in _carriers(stands, today)


def stands_elsewhere(
    carrier_id: UUID | None, stands: Collection[tuple[UUID, date | None]], today: date
) -> bool:
    """Whether one of another carrier has not."""
    return bool(_carriers(stands, today) - {carrier_id})


def _carriers(stands: Collection[tuple[UUID, date | None]], today: date) -> set[UUID]:
    return {carrier for carrier, last in stands if last is None or last >= today}
