"""Counts hires by the day, in the statements that hires cost anyway."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from prometheus_client import Counter as Meter
from sqlalchemy import Integer, String, Text, bindparam, cast, delete, null, select, union_all

from services.directory.quotas.models import quotas
from services.directory.quotas.values import Claim, Kind, Used, seconds_until_tomorrow
from shared.clock import local_date
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.idempotency import ANSWERED, Answered, Request, answer_of, wanted
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

_LOOK_UP = union_all(
    ANSWERED,
    select(
        cast(null(), String),
        quotas.c.subject,
        cast(quotas.c.used, String),
        cast(null(), Integer),
        cast(null(), String),
        cast(null(), Text),
    ).where(quotas.c.day == bindparam("day"), in_list(quotas.c.subject, "subjects")),
)
"""Answers and quotas in one round trip; only an answer has a caller."""


async def look_up(
    reader: Reader, day: date, requests: Sequence[Request], claims: Sequence[Claim]
) -> tuple[Answered, Used]:
    """What was answered before, and what has been used up on the day."""
    values = {
        **wanted(requests),
        "day": day,
        "subjects": {subject for each in claims for subject in each.subjects},
    }
    known: Answered = {}
    used: Used = Counter()
    for row in await reader.execute(_LOOK_UP, values):
        if row.caller is None:
            used[row.key] = int(row.fingerprint)
        else:
            known[row.caller, row.key] = (row.fingerprint, answer_of(row))
    return known, used


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
        {"subject": subject, "used": new[subject], "most": most[subject]} for subject in sorted(new)
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
