"""Asks for it, takes it back, sets it going, and notes what services answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from services.directory.erasures.use_cases import let_go
from services.directory.hindrances.queries import hindrances_of, roles_elsewhere
from services.directory.hindrances.values import refuse_hindered
from services.directory.models import metadata
from services.directory.people.queries import survivor_of
from services.directory.people.use_cases import lock_people
from services.directory.privacy_requests import queries, rules
from services.directory.privacy_requests.models import (
    PrivacyReceipt,
    PrivacyRequest,
    receipts,
    requests,
)
from services.directory.privacy_requests.values import PrivacyState
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.contracts.privacy import (
    PackageEnding,
    PrivacyAsked,
    PrivacyKind,
    PrivacyRequested,
    PrivacySettled,
)
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.erasing.answering import erase_everything, erase_late, give_part, told
from shared.erasing.parts import keep_longer
from shared.erasing.rows import People
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

NAME = "directory"
BY_CLOCK = UUID(int=0)
"""Nobody's id: a period was over."""
AT_ONCE = 100


async def ask(uow: UnitOfWork, me: Me, person_id: UUID, kind: PrivacyKind) -> PrivacyRequest:
    """For oneself, or for somebody on paper; raises ``Problem``, ``NoResultFound``."""
    meant = await survivor_of(uow.session, me.tenant, person_id) or person_id
    await lock_people(uow, [meant])
    if await queries.open_of(uow.session, me.tenant, meant, kind) is not None:
        raise Problem(409, "already-asked", "There is such a request")
    row = PrivacyRequest.new(me.tenant, kind, meant, me.person_id, uow.now)
    uow.session.add(row)
    await uow.session.flush()
    if me.person_id == meant:
        uow.announce(PrivacyAsked(request_id=row.id, kind=kind), me.cause)
    return row


async def ask_access(
    uow: UnitOfWork, me: Me, person_id: UUID, reason: str | None = None
) -> PrivacyRequest:
    """Nobody has to check it: every service is told at once. Raises ``Problem``.

    The office gives a ``reason`` where it asks for somebody on paper.
    """
    row = await ask(uow, me, person_id, PrivacyKind.ACCESS)
    row.state, row.reason = PrivacyState.ANNOUNCED, reason
    row.announced_by, row.announced_at = me.person_id, uow.now
    people = await queries.everybody_meant(uow.session, row.tenant, row.person_id)
    await collect(uow, row, people, me.cause)
    return row


async def collect(uow: UnitOfWork, row: PrivacyRequest, people: People, cause: Cause) -> None:
    """Give the directory's part, and have every other service give theirs."""
    await uow.session.flush()
    asked = PrivacyRequested(
        request_id=row.id,
        kind=PrivacyKind.ACCESS,
        person_id=row.person_id,
        person_ids=people.persons,
        employment_ids=people.employments,
        by_office=row.reason is not None,
        outside=row.outside,
    )
    uow.announce(asked, cause)
    await _keep_own(uow, row.tenant, await give_part(uow, NAME, metadata, asked, row.tenant))


async def _collect_again(uow: UnitOfWork, row: PrivacyRequest, cause: Cause) -> None:
    """A service was away for longer than the parts of the others are kept."""
    row.announced_at = uow.now
    await uow.session.flush()
    mine = (receipts.c.tenant == row.tenant, receipts.c.request_id == row.id)
    await uow.session.execute(delete(receipts).where(*mine))
    people = await queries.everybody_meant(uow.session, row.tenant, row.person_id)
    if row.outside:
        people = People(tuple(map(UUID, row.still_named)))
    await collect(uow, row, people, cause)


async def take_up(uow: UnitOfWork, me: Me, row: PrivacyRequest) -> None:
    """The office sets going what somebody from outside wants; raises ``Problem``."""
    await _lock(uow, row)
    rules.refuse_unless(row.state, PrivacyState.ASKED)
    row.state = PrivacyState.ANNOUNCED
    row.announced_by, row.announced_at = me.person_id, uow.now
    await uow.session.flush()


async def cancel(uow: UnitOfWork, row: PrivacyRequest) -> None:
    """As long as nothing has happened; raises ``Problem``."""
    await _lock(uow, row)
    rules.refuse_unless(row.state, PrivacyState.ASKED)
    row.state, row.done_at, row.still_named = PrivacyState.CANCELLED, uow.now, []


async def announce_erasure(uow: UnitOfWork, me: Me, row: PrivacyRequest) -> None:
    """Erase here, and let every other service do so; there is no way back. Raises ``Problem``."""
    await _lock(uow, row)
    rules.refuse_unless(row.state, PrivacyState.ASKED)
    meant = await _locked_person(uow, row)
    rules.refuse_own(me.person_id, meant)
    people = await queries.everybody_meant(uow.session, row.tenant, meant)
    today = local_date(uow.now)
    if not await queries.belongs_here(uow.session, row.tenant, meant):
        raise Problem(409, "person-elsewhere", "They do not belong to this municipality")
    if await roles_elsewhere(uow.session, row.tenant, people.persons, today):
        raise Problem(409, "role-elsewhere", "They have a role in another municipality")
    found = await hindrances_of(uow.session, row.tenant, people.persons, today)
    refuse_hindered(found)
    row.state, row.person_id = PrivacyState.ANNOUNCED, meant
    row.announced_by, row.announced_at = me.person_id, uow.now
    await _end_access(uow, row)
    await uow.session.flush()
    await erase_here(uow, row.id, people, me.cause)


async def erase_departed(uow: UnitOfWork, tenant: str, person_id: UUID) -> bool:
    """Nobody has to ask: their period is over. False where something keeps them."""
    meant = await survivor_of(uow.session, tenant, person_id) or person_id
    await lock_people(uow, [meant])
    people = await queries.everybody_meant(uow.session, tenant, meant)
    if await hindrances_of(uow.session, tenant, people.persons, local_date(uow.now)):
        return False
    row = await queries.open_of(uow.session, tenant, meant, PrivacyKind.ERASURE)
    row = row or PrivacyRequest.new(tenant, PrivacyKind.ERASURE, meant, BY_CLOCK, uow.now)
    row.state, row.announced_at = PrivacyState.ANNOUNCED, uow.now
    uow.session.add(row)
    await _end_access(uow, row)
    await uow.session.flush()
    await erase_here(uow, row.id, people, Cause(tenant, new_id()))
    return True


async def _lock(uow: UnitOfWork, row: PrivacyRequest) -> None:
    """Until the transaction ends; ``row`` is as it is by then."""
    mine = (PrivacyRequest.tenant == row.tenant, PrivacyRequest.id == row.id)
    query = select(PrivacyRequest).where(*mine).with_for_update()
    (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def _locked_person(uow: UnitOfWork, row: PrivacyRequest) -> UUID:
    """Whom the request means by now: they may have been merged since it was asked."""
    locked: UUID | None = None
    meant = await survivor_of(uow.session, row.tenant, row.person_id) or row.person_id
    while meant != locked:
        await lock_people(uow, {row.person_id, meant})
        locked = meant
        meant = await survivor_of(uow.session, row.tenant, row.person_id) or row.person_id
    return meant


async def _end_access(uow: UnitOfWork, erasure: PrivacyRequest) -> None:
    """What is still collected is not awaited any more: its parts go with the person."""
    access = await queries.open_of(
        uow.session, erasure.tenant, erasure.person_id, PrivacyKind.ACCESS
    )
    if access is not None:
        access.state, access.done_at = PrivacyState.CANCELLED, uow.now


async def erase_here(
    uow: UnitOfWork, request_id: UUID, people: People, cause: Cause, *, outside: bool = False
) -> None:
    """Word to the others goes out with what is done here, and with the directory's own receipt."""
    uow.announce(
        PrivacyRequested(
            request_id=request_id,
            kind=PrivacyKind.ERASURE,
            person_id=people.persons[0],
            person_ids=people.persons,
            employment_ids=people.employments,
            outside=outside,
        ),
        cause,
    )
    parts = await erase_everything(
        uow, NAME, metadata, people, cause, [let_go], later=[PersonRecord]
    )
    named = {"still_named": [str(each) for each in people.persons]}
    mine = (requests.c.tenant == cause.tenant, requests.c.id == request_id)
    await uow.session.execute(update(requests).where(*mine).values(named))
    await _keep_own(uow, cause.tenant, told(request_id, NAME, parts, uow))


async def _keep_own(uow: UnitOfWork, tenant: str, said: Mapping[str, Any]) -> None:
    """The directory's own receipt."""
    parts = [each.model_dump(mode="json") for each in said["parts"]]
    values = {**said, "kind": str(said["kind"]), "parts": parts}
    row = row_of(PrivacyReceipt)(**values, tenant=tenant, as_of=uow.now)
    await upsert_rows(uow.session, receipts, [row], "version")


async def note(uow: UnitOfWork, arrived: Sequence[Received[Any]]) -> None:
    """Receipts are kept; what every service has answered is done.

    Requests are locked first: of the last two receipts, the later sees the earlier.
    """
    ids = list({each.body.request_id for each in arrived})
    theirs = select(requests.c.id).where(in_list(requests.c.id, "ids")).order_by(requests.c.id)
    await uow.session.execute(crossing(theirs.with_for_update()), {"ids": ids})
    newest = {each.body.receipt_id: each for each in arrived}
    rows = [
        row_of(PrivacyReceipt)(
            tenant=each.tenant,
            as_of=each.message.time,
            **each.body.model_dump(mode="json", exclude={"receipt_id", "request_id"}),
            receipt_id=each.body.receipt_id,
            request_id=each.body.request_id,
        )
        for each in newest.values()
    ]
    await upsert_rows(uow.session, receipts, rows, "version")
    await _finish(uow, ids)


async def _finish(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """The states of who is erased everywhere may go, and nobody knows any more who it was."""
    done = await queries.answered(uow.session, ids)
    mine = (in_list(requests.c.id, "ids"), requests.c.state == PrivacyState.ANNOUNCED)
    query = select(PrivacyRequest).where(*mine).with_for_update()
    gone: list[UUID] = []
    for row in (await uow.session.scalars(crossing(query), {"ids": list(done)})).all():
        cause, erases = Cause(row.tenant, new_id()), row.kind is PrivacyKind.ERASURE
        if not erases and not queries.is_ready(row, uow.now):
            await _collect_again(uow, row, cause)
            continue
        row.state, row.done_at = PrivacyState.DONE, uow.now
        await keep_longer(uow, [row.id])
        named = [UUID(each) for each in row.still_named] if erases else []
        for person_id in named:
            uow.erase(PersonRecord, person_id, cause)
        gone += named
        row.still_named = []
        uow.announce(_settled(row), cause)
    await uow.session.flush()
    await erase_late(uow, metadata, gone)


def _settled(row: PrivacyRequest) -> PrivacySettled:
    settled = PrivacySettled(request_id=row.id, kind=row.kind)
    if row.kind is PrivacyKind.ACCESS and row.reason is None:
        fetched = {"person_id": row.person_id, "until": queries.kept_until(row)}
        return settled.model_copy(update=fetched)
    return settled


async def remind(uow: UnitOfWork) -> bool:
    """Say once of each package that it vanishes soon; returns whether there may be more."""
    query = queries.vanishing(uow.now).limit(AT_ONCE)
    rows = (await uow.session.scalars(crossing(query.with_for_update(skip_locked=True)))).all()
    for row in rows:
        row.reminded_at = uow.now
        until = queries.kept_until(row)
        assert until is not None
        ending = PackageEnding(request_id=row.id, person_id=row.person_id, until=until)
        uow.announce(ending, Cause(row.tenant, new_id()))
    return len(rows) == AT_ONCE
