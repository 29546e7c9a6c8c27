"""Consultations as the office sees them, and as each asker sees their own; nobody else does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.consultations.forms import ConsultationSearch
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import (
    WAITING,
    Asker,
    Consultation,
    Counts,
    Period,
    State,
    Topic,
    Way,
)
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.queries import names_of
from shared.contracts.accounts import AccessRole
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.kit.words import by_word
from shared.web.sessions.person import Me

OWN_COLUMNS = (
    attribute("asked_at", "Angefragt"),
    attribute("topic", "Thema"),
    attribute("state", "Stand"),
    attribute("starts_at", "Termin"),
)
COLUMNS = (
    OWN_COLUMNS[0],
    attribute("asker", "Von"),
    attribute("asked_as", "Als"),
    attribute("organization", "Organisation"),
    *OWN_COLUMNS[1:],
)


def seen_by(me: Asker) -> ColumnElement[bool]:
    """The office sees its municipality's, anybody else what they have asked for themselves."""
    mine = ConsultationRow.tenant == me.tenant
    if me.role is AccessRole.COORDINATOR:
        return mine
    return and_(mine, ConsultationRow.asker_id == me.person_id)


async def page_of(
    session: AsyncSession, me: Me, search: ConsultationSearch, wanted: KeysetRequest
) -> Page[Consultation]:
    """The newest first."""
    query = select(ConsultationRow).where(seen_by(me))
    if search.state:
        query = query.where(ConsultationRow.state == search.state)
    if search.topic:
        query = query.where(ConsultationRow.topic == search.topic)
    newest_first = replace(wanted, sort=wanted.sort or f"-{ConsultationRow.asked_at.key}")
    found = await paginate(
        session,
        query,
        newest_first,
        by=(ConsultationRow.asked_at, ConsultationRow.id),
        sorts=(
            by_word(ConsultationRow.topic, Topic),
            by_word(ConsultationRow.state, State),
            ConsultationRow.starts_at,
        ),
        columns=COLUMNS if me.role is AccessRole.COORDINATOR else OWN_COLUMNS,
    )

    async def describe(later: AsyncSession, rows: Sequence[ConsultationRow]) -> list[Consultation]:
        return await _described(later, me.tenant, rows)

    return await described(session, found, describe)


async def own_page(session: AsyncSession, me: Me, wanted: KeysetRequest) -> Page[Consultation]:
    """Everything they may see, the newest first."""
    return await page_of(session, me, ConsultationSearch(), wanted)


async def row(session: AsyncSession, me: Asker, consultation_id: UUID) -> ConsultationRow:
    """One that they may see; raises ``NoResultFound``."""
    mine = (ConsultationRow.id == consultation_id, seen_by(me))
    return (await session.scalars(select(ConsultationRow).where(*mine))).one()


async def one(session: AsyncSession, me: Asker, consultation_id: UUID) -> Consultation:
    """The same as its page shows it."""
    found = await row(session, me, consultation_id)
    return (await _described(session, me.tenant, [found]))[0]


async def count_waiting(session: AsyncSession, me: Asker) -> int:
    """How many of those they may see are still to be held."""
    query = _counted(seen_by(me), ConsultationRow.state.in_(WAITING))
    return (await session.execute(query)).scalar_one()


async def count_by_link(session: AsyncSession, asker: Asker, since: datetime) -> int:
    """How many they have asked for by a link since then, taken back or not."""
    theirs = (ConsultationRow.tenant == asker.tenant, ConsultationRow.asker_id == asker.person_id)
    lately = (ConsultationRow.asked_at >= since, ConsultationRow.asked_by == Way.LINK)
    return (await session.execute(_counted(*theirs, *lately))).scalar_one()


async def latest(session: AsyncSession, asker: Asker, most: int) -> Sequence[Consultation]:
    """Some of those that they have asked for themselves, the newest first."""
    theirs = (ConsultationRow.tenant == asker.tenant, ConsultationRow.asker_id == asker.person_id)
    order = (ConsultationRow.asked_at.desc(), ConsultationRow.id.desc())
    query = select(ConsultationRow).where(*theirs).order_by(*order).limit(most)
    return await _described(session, asker.tenant, (await session.scalars(query)).all())


async def next_appointment(
    session: AsyncSession, me: Me, now: datetime
) -> tuple[UUID, datetime] | None:
    """The first that lies ahead of those that they have asked for themselves."""
    ahead = (ConsultationRow.state == State.SCHEDULED, ConsultationRow.starts_at >= now)
    mine = (ConsultationRow.tenant == me.tenant, ConsultationRow.asker_id == me.person_id)
    query = select(ConsultationRow.id, ConsultationRow.starts_at).where(*ahead, *mine)
    found = (await session.execute(query.order_by(ConsultationRow.starts_at).limit(1))).first()
    return None if found is None or found.starts_at is None else (found.id, found.starts_at)


async def counts(session: AsyncSession, tenant: str, period: Period) -> Counts:
    """What the municipality was asked for in a quarter, whatever has become of it."""
    asked = (
        ConsultationRow.tenant == tenant,
        ConsultationRow.asked_at >= period.begins,
        ConsultationRow.asked_at < period.ends,
    )
    query = select(ConsultationRow.topic, ConsultationRow.asked_as, func.count()).where(*asked)
    found = await session.execute(query.group_by(ConsultationRow.topic, ConsultationRow.asked_as))
    return {(topic, kind): number for topic, kind, number in found}


def _counted(*those: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(ConsultationRow).where(*those)


_HERE = ConsultationRow.tenant == bindparam("tenant")
ASKED = _counted(_HERE, ConsultationRow.state == State.REQUESTED)
"""How many of ``tenant`` wait for an appointment."""
UNMARKED = _counted(
    _HERE, ConsultationRow.state == State.SCHEDULED, ConsultationRow.starts_at < bindparam("now")
)
"""Appointments that are over ``now``, of which nobody has said whether they were kept."""


async def _described(
    session: AsyncSession, tenant: str, rows: Sequence[ConsultationRow]
) -> list[Consultation]:
    people = await names_of(session, {each.asker_id for each in rows})
    places = {each.organization_id for each in rows if each.organization_id}
    organizations = await organizations_by_id(session, tenant, places)
    return [
        Consultation(
            id=each.id,
            version=each.version,
            state=each.state,
            topic=each.topic,
            asked_at=each.asked_at,
            asked_as=each.asked_as,
            asked_by=each.asked_by,
            asker=people.get(each.asker_id, ""),
            organization=organizations[each.organization_id].name
            if each.organization_id in organizations
            else "",
            note=each.note,
            appointment=each.appointment,
            settled_at=each.settled_at,
        )
        for each in rows
    ]
