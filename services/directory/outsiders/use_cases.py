"""Keeps what people from outside want, and sets it going when the office says so.

The directory knows nothing of them but ids, and those only until it is done.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid5

from services.directory.hindrances.queries import hindrances_of
from services.directory.hindrances.values import refuse_hindered
from services.directory.outsiders import rules
from services.directory.privacy_requests import queries, use_cases
from services.directory.privacy_requests.queries import RequestRow
from services.directory.privacy_requests.values import PrivacyState
from shared.clock import local_date
from shared.contracts.privacy import PrivacyAsked, PrivacyKind
from shared.erasing.rows import People
from shared.ids import new_id
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def hear(uow: UnitOfWork, wish: Received[Any]) -> None:
    """Whoever holds a link wants it; what waits already is not asked twice."""
    said = wish.body
    ids = [said.person_id, *said.person_ids]
    request_id = uuid5(said.person_id, f"{said.kind}.{said.version}")
    if await queries.is_known(uow.session, wish.tenant, request_id):
        return
    if await queries.open_outside(uow.session, wish.tenant, said.kind, ids):
        return
    row = _request(uow, request_id, wish.tenant, said.kind, ids, said.person_id)
    row.reason = rules.BY_LINK if said.kind is PrivacyKind.ACCESS else None
    uow.session.add(row)
    asked = PrivacyAsked(request_id=row.id, kind=said.kind, outside=True)
    uow.announce(asked, wish.cause)


async def enter(
    uow: UnitOfWork, me: Me, kind: PrivacyKind, ids: Sequence[UUID], reason: str
) -> RequestRow:
    """For somebody who asked on paper; raises ``Problem``."""
    if await queries.open_outside(uow.session, me.tenant, kind, ids):
        raise Problem(409, "already-asked", "There is such a request")
    row = _request(uow, new_id(), me.tenant, kind, ids, me.person_id)
    row.reason = reason
    uow.session.add(row)
    await uow.session.flush()
    return row


async def start(uow: UnitOfWork, me: Me, row: RequestRow, found: Collection[UUID]) -> None:
    """Tell every service, of all the ids that they have by now; raises ``Problem``."""
    known = (row.person_id, *map(UUID, row.still_named), *sorted(found))
    people = People(tuple(dict.fromkeys(known)))
    await use_cases.take_up(uow, me, row)
    if row.kind is PrivacyKind.ACCESS:
        row.still_named = [str(each) for each in people.persons]
        await use_cases.collect(uow, row, people, me.cause)
        return
    today = local_date(uow.now)
    refuse_hindered(await hindrances_of(uow.session, me.tenant, people.persons, today))
    access = PrivacyKind.ACCESS
    for each in await queries.open_outside(uow.session, me.tenant, access, people.persons):
        each.state, each.done_at, each.still_named = PrivacyState.CANCELLED, uow.now, []
    await use_cases.erase_here(uow, row.id, people, me.cause, outside=True)


def _request(
    uow: UnitOfWork,
    request_id: UUID,
    tenant: str,
    kind: PrivacyKind,
    ids: Sequence[UUID],
    asked_by: UUID,
) -> RequestRow:
    return RequestRow(
        id=request_id,
        tenant=tenant,
        kind=kind,
        state=PrivacyState.ASKED,
        person_id=ids[0],
        outside=True,
        asked_by=asked_by,
        asked_at=uow.now,
        still_named=[str(each) for each in dict.fromkeys(ids)],
    )
