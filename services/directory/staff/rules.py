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
    if me.role is not AccessRole.CARRIER:
        return
    others = [
        last_day
        for carrier_id, last_day in stands
        if carrier_id != me.organization_id and (last_day is None or last_day >= today)
    ]
    if others:
        raise Problem(409, "works-elsewhere", "They work for another carrier, too")
