"""Invitations: of somebody, of a gathering, and what has become of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.invitations.models import Invitation
from services.trainings.invitations.values import LISTED, MOST, Asked, Listed, Standing, Tally
from services.trainings.models import Gathering, Registration
from services.trainings.people import queries as people
from services.trainings.values import GONE, ROLES
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.database.types import Moment

_TENANT = bindparam("tenant", type_=String)
_PERSON = bindparam("person_id", type_=Uuid)
_THEIRS = and_(
    Registration.tenant == Invitation.tenant,
    Registration.gathering_id == Invitation.gathering_id,
    Registration.person_id == Invitation.person_id,
)
_HOLDS = exists().where(_THEIRS, Registration.place.not_in(GONE)).correlate(Invitation)
_LEFT = (
    exists().where(_THEIRS, Registration.submitted_at >= Invitation.sent_at).correlate(Invitation)
)
_STANDING: ColumnElement[str] = case(
    (_HOLDS, Standing.ACCEPTED.value),
    (or_(Invitation.declined_at.is_not(None), _LEFT), Standing.DECLINED.value),
    else_=Standing.OPEN.value,
)
_OPEN = _STANDING.in_([Standing.OPEN.value])
_TODAY, _NOW = bindparam("today", type_=Date), bindparam("now", type_=Moment)
_OWN_OPEN = (
    select(Invitation.gathering_id)
    .join(Gathering, Gathering.id == Invitation.gathering_id)
    .where(
        Invitation.tenant == _TENANT,
        Invitation.person_id == _PERSON,
        _OPEN,
        Gathering.state == GatheringState.OPEN,
        Gathering.starts_at > _NOW,
        or_(Gathering.register_until.is_(None), Gathering.register_until >= _TODAY),
    )
)
_OPEN_AMONG = select(Invitation.gathering_id).where(
    Invitation.tenant == _TENANT,
    Invitation.person_id == _PERSON,
    in_list(Invitation.gathering_id.expression, "ids"),
    _OPEN,
)
OWN_COUNT = select(func.count()).select_from(_OWN_OPEN.subquery()).scalar_subquery()
"""To how many ``person_id`` in ``tenant`` has not answered and still can, ``now`` and ``today``."""
OWN_NEXT = _OWN_OPEN.order_by(Gathering.starts_at, Gathering.id).limit(1).scalar_subquery()
"""The first of them."""


def asked(gathering_id: ColumnElement[UUID], *, declined: bool = False) -> ScalarSelect[bool]:
    """Whether ``person_id`` was invited in ``tenant``, and has declined."""
    found = select(Invitation.id).where(
        Invitation.tenant == _TENANT,
        Invitation.person_id == _PERSON,
        Invitation.gathering_id == gathering_id,
    )
    if declined:
        found = found.where(Invitation.declined_at.is_not(None))
    return select(found.exists()).scalar_subquery()


async def lets_in(
    session: AsyncSession, row: Gathering, roles: Collection[AccessRole], person_id: UUID
) -> bool:
    """Whether somebody may register because they were invited, and only therefore."""
    if {*roles} & (ROLES[row.audience] | {AccessRole.COORDINATOR}):
        return False
    return await of(session, row.tenant, row.id, person_id) is not None


async def of(
    session: AsyncSession, tenant: str, gathering_id: UUID, person_id: UUID
) -> Invitation | None:
    """Somebody's."""
    query = select(Invitation).where(
        Invitation.tenant == tenant,
        Invitation.gathering_id == gathering_id,
        Invitation.person_id == person_id,
    )
    return (await session.scalars(query)).one_or_none()


async def by_link(session: AsyncSession, invitation_id: UUID) -> Asked | None:
    """Whoever holds the link of it may see it."""
    query = select(Invitation).where(Invitation.id == invitation_id)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None:
        return None
    return Asked(row.tenant, row.gathering_id, row.person_id, row.declined_at is not None)


async def open_among(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_ids: Collection[UUID]
) -> set[UUID]:
    """To which of these somebody was invited and has not answered."""
    given = {"tenant": tenant, "person_id": person_id, "ids": gathering_ids}
    return set((await session.execute(_OPEN_AMONG, given)).scalars())


async def standings(
    session: AsyncSession, row: Gathering, people: Collection[UUID] | None = None
) -> dict[UUID, Standing]:
    """What everybody has said who was invited, or these of them."""
    query = select(Invitation.person_id, _STANDING).where(*_at(row))
    if people is not None:
        query = query.where(Invitation.person_id.in_(people))
    return {key: Standing(value) for key, value in (await session.execute(query)).all()}


async def tally(session: AsyncSession, row: Gathering, before: datetime) -> Tally:
    """How many have said what; whoever was asked last ``before`` may be asked again."""
    found = select(_STANDING.label("standing"), _may_be_asked(before).label("due")).where(*_at(row))
    each = found.subquery()
    number = [
        func.count(case((each.c.standing == code.value, 1)))
        for code in (Standing.ACCEPTED, Standing.DECLINED, Standing.OPEN)
    ]
    query = select(*number, func.count(case((each.c.due, 1))))
    accepted, declined, waiting, again = (await session.execute(query)).one()[:4]
    return Tally(accepted, declined, waiting, again)


async def without_answer(session: AsyncSession, row: Gathering) -> Sequence[Invitation]:
    """Who has not answered."""
    query = select(Invitation).where(*_at(row), _OPEN).order_by(Invitation.id)
    return (await session.scalars(query)).all()


async def one(session: AsyncSession, row: Gathering, invitation_id: UUID) -> Listed:
    """As the list has it; raises ``NoResultFound``."""
    query = select(Invitation).where(*_at(row), Invitation.id == invitation_id)
    return (await _listed(session, row, [(await session.scalars(query)).one()]))[0]


def due(row: Gathering, before: datetime) -> Select[Invitation]:
    """Those who may be asked once more."""
    return select(Invitation).where(*_at(row), _may_be_asked(before)).order_by(Invitation.id)


async def page_of(
    session: AsyncSession, row: Gathering, wanted: Standing | None, page: KeysetRequest
) -> Page[Listed]:
    """In the order in which they were invited."""
    query = select(Invitation).where(*_at(row))
    if wanted:
        query = query.where(_STANDING.in_([wanted.value]))
    by = (Invitation.sent_at, Invitation.id)
    found = await paginate(session, query, page, by=by)

    async def describe(later: AsyncSession, rows: Sequence[Invitation]) -> list[Listed]:
        return await _listed(later, row, rows)

    return replace(await described(session, found, describe), columns=LISTED)


async def _listed(
    session: AsyncSession, row: Gathering, rows: Sequence[Invitation]
) -> list[Listed]:
    ids = [each.person_id for each in rows]
    known = await standings(session, row, ids)
    names = await people.names_of(session, row.tenant, ids)
    return [
        Listed(
            id=each.id,
            name=names.get(each.person_id, people.NOBODY),
            standing=known[each.person_id],
            asked_at=each.asked_at,
            times=each.times,
        )
        for each in rows
    ]


async def seated(session: AsyncSession, row: Gathering) -> Sequence[UUID]:
    """Whoever has or had a seat in a gathering."""
    mine = (Registration.tenant == row.tenant, Registration.gathering_id == row.id)
    query = select(Registration.person_id).where(*mine, Registration.place == Place.CONFIRMED)
    return (await session.scalars(query)).all()


async def reasons(session: AsyncSession, row: Gathering) -> dict[UUID, str]:
    """Why those who are registered need no invitation, and those who were rejected get none."""
    mine = (Registration.tenant == row.tenant, Registration.gathering_id == row.id)
    query = select(Registration.person_id, Registration.place, Registration.approval).where(*mine)
    found = (await session.execute(query)).all()
    rejected = {each.person_id for each in found if each.approval is Approval.REJECTED}
    held = {each.person_id for each in found if each.place not in GONE}
    return dict.fromkeys(rejected, "Anmeldung nicht freigegeben") | dict.fromkeys(
        held, "schon angemeldet"
    )


def _at(row: Gathering) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Invitation.tenant == row.tenant, Invitation.gathering_id == row.id


def _may_be_asked(before: datetime) -> ColumnElement[bool]:
    return and_(_OPEN, Invitation.times < MOST, Invitation.asked_at < before)
