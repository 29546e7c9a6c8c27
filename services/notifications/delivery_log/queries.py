"""A municipality's messages, the newest first, with what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.addresses.values import folded
from services.notifications.bundles.queries import held_in
from services.notifications.deliveries.values import UNSETTLED, Channel, State
from services.notifications.delivery_log.forms import LogSearch
from services.notifications.delivery_log.rules import standing_of
from services.notifications.delivery_log.values import Entry, Standing
from services.notifications.dispatches import queries as dispatches
from services.notifications.dispatches.values import Outcome, Went
from services.notifications.mails.values import every_kind, title_of
from services.notifications.messages.queries import owed_of
from services.notifications.models import Message, deliveries
from services.notifications.recipients import queries as recipients
from services.notifications.recipients.values import candidate
from services.notifications.undeliverable import queries as undeliverable
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Directory, Letter, Owed, Person
from shared.clock import A_DAY, BERLIN
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.words import word
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, attribute, described, paginate

_COLUMNS = (
    attribute("at", "Wann"),
    attribute("kind", "Nachricht"),
    attribute("to", "Für"),
    attribute("address", "Adresse"),
    Shown("standing", "Stand", lambda each: word(Standing, each.standing)),
    attribute("answer", "Was daraus wurde"),
    attribute("attempts", "Versuche"),
    attribute("until", "Nächster Versuch"),
)
_ELSEWHERE = "Jemand außerhalb der Kommune"
_TRIED = or_(deliveries.c.attempts > 0, deliveries.c.mail_id.is_not(None))


async def page_of(
    session: AsyncSession, tenant: str, search: LogSearch, wanted: KeysetRequest, now: datetime
) -> Page[Entry]:
    """Nothing confidential, and nobody's address who is not of the municipality."""
    hidden = [kind.value for kind, mail in every_kind().items() if mail.confidential]
    query = (
        select(Message)
        .join(deliveries, deliveries.c.message_id == Message.id)
        .where(
            Message.tenant == tenant,
            deliveries.c.channel == Channel.MAIL,
            deliveries.c.tenant == tenant,
            Message.kind.not_in(hidden),
            *_sought(tenant, search),
        )
    )
    if search.address:
        query = query.where(await _at_address(session, tenant, search.address))
    newest_first = replace(wanted, sort=f"-{Message.id.key}")
    page = await paginate(
        session, query, newest_first, by=(Message.id,), columns=_COLUMNS, values={"now": now}
    )
    return await described(session, page, partial(_entries, tenant, now))


def _sought(tenant: str, search: LogSearch) -> list[ColumnElement[bool]]:
    found = []
    if search.kind:
        found.append(Message.kind == search.kind)
    if search.since is not None:
        found.append(Message.created_at >= datetime.combine(search.since, time(), BERLIN))
    if search.until is not None:
        found.append(Message.created_at < datetime.combine(search.until + A_DAY, time(), BERLIN))
    if search.standing is not None:
        found.append(_stands(tenant, search.standing))
    return found


def _stands(tenant: str, standing: Standing) -> ColumnElement[bool]:
    """As ``standing_of``, for the database."""
    state, held = deliveries.c.state, deliveries.c.group_key.in_(held_in(tenant))
    suppressed = undeliverable.given_up_for(
        tenant, deliveries.c.message_id, FailureCause.SUPPRESSED
    )
    free = and_(state.in_(UNSETTLED), ~and_(held, state == State.QUEUED))
    return {
        Standing.WAITING: and_(free, ~_TRIED),
        Standing.HELD: and_(state == State.QUEUED, held),
        Standing.RETRIED: and_(free, _TRIED),
        Standing.SENT: state == State.SENT,
        Standing.LOST: and_(state == State.UNDELIVERABLE, ~suppressed),
        Standing.SUPPRESSED: and_(state == State.UNDELIVERABLE, suppressed),
        Standing.WITHDRAWN: state == State.WITHDRAWN,
    }[standing]


async def _at_address(session: AsyncSession, tenant: str, address: str) -> ColumnElement[bool]:
    """What went there in the last 90 days, and what is for whoever has it now."""
    went = await dispatches.at(session, tenant, folded(address))
    people = [
        each.person_id for each in await recipients.reachable_at(session, tenant, [folded(address)])
    ]
    theirs = or_(
        Message.person_id.in_(people),
        and_(Message.worker_id.in_(people), Message.role == Role.WORKER.value),
    )
    return or_(Message.id.in_(went), and_(theirs, deliveries.c.state != State.SENT))


async def _entries(
    tenant: str, now: datetime, session: AsyncSession, shown: Sequence[Message]
) -> list[Entry]:
    ids = [each.id for each in shown]
    owed = {each.id: each for each in await owed_of(session, tenant, shown)}
    directory = await recipients.read_directory(session, tenant, [*owed.values()])
    rows = {row.message_id: row for row in await _deliveries(session, tenant, ids, now)}
    settled = [row.settled_at for row in rows.values() if row.settled_at is not None]
    went = await dispatches.of_messages(session, tenant, ids, settled)
    causes = await undeliverable.causes_of(session, tenant, ids)
    addresses = {each.address for each in went.values()}
    addresses |= {folded(each.email) for each in directory.people.values()}
    ours = await recipients.reachable_at(session, tenant, addresses)
    known = {each.person_id: each for each in ours}
    return [
        _entry(owed[key], rows[key], directory, went.get(key), causes.get(key), known)
        for key in ids
        if key in owed and key in rows
    ]


async def _deliveries(
    session: AsyncSession, tenant: str, ids: Sequence[UUID], now: datetime
) -> Sequence[Any]:
    held = deliveries.c.group_key.in_(held_in(tenant)).label("held")
    query = select(deliveries, held).where(
        deliveries.c.tenant == tenant,
        in_list(deliveries.c.message_id, "ids"),
        deliveries.c.channel == Channel.MAIL,
    )
    return (await session.execute(query, {"ids": list(ids), "now": now})).all()


def _entry(
    owed: Owed,
    row: Any,
    directory: Directory,
    went: Went | None,
    cause: FailureCause | None,
    ours: Mapping[UUID, Person],
) -> Entry:
    person_id = went.person_id if went else candidate(owed, directory).person_id
    person = ours.get(person_id) if person_id else None
    state = State(row.state)
    tried = row.attempts > 0 or row.mail_id is not None
    standing = standing_of(state, tried=tried, held=bool(row.held), cause=cause)
    return Entry(
        id=owed.id,
        at=owed.created_at,
        kind=title_of(LetterKind(owed.kind)),
        to=_for(owed, person, elsewhere=person_id is not None and person is None),
        address=(went.address if went else person.email) if person else "",
        standing=standing,
        answer=_answer(went, cause),
        attempts=row.attempts,
        until=row.not_before if state in UNSETTLED else None,
        person_id=person.person_id if person else None,
    )


def _for(owed: Owed, person: Person | None, *, elsewhere: bool) -> str:
    if isinstance(owed, Letter):
        role = word(Role, owed.role)
        return f"{person.name} ({role})" if person else role
    if person is not None:
        return person.name
    return _ELSEWHERE if elsewhere else ""


def _answer(went: Went | None, cause: FailureCause | None) -> str:
    if went is not None:
        said = word(Outcome, went.outcome)
        return f"{said} ({went.reply})" if went.reply else said
    return word(FailureCause, cause) if cause else ""
