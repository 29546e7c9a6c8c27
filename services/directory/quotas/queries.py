"""What was answered before, and what has been used up."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Integer, String, Text, bindparam, cast, null, select, union_all

from services.directory.quotas.models import quotas
from services.directory.quotas.values import Claim, Used
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.web.idempotency import ANSWERED, Answered, Request, answer_of, wanted

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
