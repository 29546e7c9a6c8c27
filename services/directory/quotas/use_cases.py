"""Counts hires by the day, in the statements that hires cost anyway."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from prometheus_client import Counter as Meter
from sqlalchemy import delete

from services.directory.quotas.models import Quota, quotas
from services.directory.quotas.values import Claim, Kind, Used, seconds_until_tomorrow
from shared.clock import local_date
from shared.database.tables import row_of
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.problem import Problem

PURPOSE = "directory.quota"
"""Of the key with which addresses are digested."""
KEPT = timedelta(days=2)

REFUSED = Meter(
    "knotenpunkt_quota_refusals_total",
    "Hires refused because too many mails would come of them on one day",
    ["service", "kind"],
)
for _kind in Kind:
    REFUSED.labels("directory", _kind)


def spend(uow: BulkUnitOfWork, used: Used, claimed: Claim) -> None:
    """Raise ``Problem`` (429) where nothing is left; otherwise the rest of the set sees it used."""
    kind = claimed.exceeded(used)
    if kind is None:
        used.update(claimed.subjects)
        return
    REFUSED.labels("directory", kind).inc()
    raise Problem(
        429,
        f"quota-of-{kind}-exceeded",
        "No more hires today",
        detail=_DETAILS[kind],
        headers={"Retry-After": str(seconds_until_tomorrow(uow.now))},
    )


def store(uow: BulkUnitOfWork, claims: Sequence[Claim]) -> None:
    """Count them with what else the transaction writes; sorted, so that no two ever deadlock.

    Writing it raises ``IntegrityError`` if somebody else has used up the rest meanwhile.
    """
    new = Counter(subject for each in claims for subject in each.subjects)
    most = {subject: limit for each in claims for subject, limit in each.most.items()}
    rows = [
        row_of(Quota)(subject=subject, used=new[subject], most=most[subject])
        for subject in sorted(new)
    ]
    uow.add(quotas, rows, to="used", day=local_date(uow.now))


async def forget(uow: UnitOfWork) -> None:
    """Drop the days that are over."""
    gone = local_date(uow.now) - KEPT
    await uow.session.execute(delete(quotas).where(quotas.c.day < gone))


_DETAILS = {
    Kind.CLIENT: "This client has posted as many hires as it may on one day.",
    Kind.ADDRESS: "This mail address was named in as many hires as it may be on one day.",
}
