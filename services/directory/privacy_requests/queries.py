"""Requests, what keeps somebody from being erased, and what services have answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.hindrances.queries import hindrances_of
from services.directory.hindrances.values import Hindrance, first_day
from services.directory.models import metadata
from services.directory.people.queries import names_of, people_by_id, standing_for, survivor_of
from services.directory.privacy_requests.models import PrivacyReceipt, PrivacyRequest, receipts
from services.directory.privacy_requests.rules import staying
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import ANSWERING, PrivacyKind
from shared.database.counts import later
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing
from shared.database.types import Moment
from shared.erasing.parts import KEPT
from shared.erasing.rows import People
from shared.json import Json
from shared.web.sessions.person import Me

employments = metadata.tables["employments"]
RequestRow = PrivacyRequest
"""What neighbours call it."""
NOBODY = "gelöschte Person"
REMINDED_BEFORE = timedelta(days=2)
"""A package vanishes."""
AN_HOUR = timedelta(hours=1)
"""By then every service has answered, or one is away."""
_GIVEN = (PrivacyState.ANNOUNCED, PrivacyState.DONE)
OUTSIDE = "Person von außerhalb"


@dataclass(frozen=True)
class Asked:
    """A request as the office sees it; who was erased has no name."""

    row: PrivacyRequest
    name: str

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def kind(self) -> PrivacyKind:
        return self.row.kind

    @property
    def state(self) -> PrivacyState:
        return self.row.state

    @property
    def asked_at(self) -> datetime:
        return self.row.asked_at

    @property
    def done_at(self) -> datetime | None:
        return self.row.done_at


COLUMNS = (
    attribute("asked_at", "Verlangt am"),
    attribute("kind", "Was"),
    attribute("name", "Person"),
    attribute("state", "Stand"),
    attribute("done_at", "Erledigt am"),
)


def _number(*which: ColumnElement[bool]) -> Select[int]:
    mine = PrivacyRequest.tenant == later("tenant", String())
    return select(func.count()).select_from(PrivacyRequest).where(mine, *which)


_ASKED = PrivacyRequest.state == PrivacyState.ASKED
ASKED = _number(_ASKED)
PRESSING = _number(_ASKED, PrivacyRequest.asked_at <= later("weeks_ago", Moment()))
UNANSWERED = _number(
    PrivacyRequest.state == PrivacyState.ANNOUNCED,
    PrivacyRequest.announced_at <= later("hour_ago", Moment()),
)
"""How many of a municipality the office has to look after."""


def moments(now: datetime) -> dict[str, datetime]:
    """Those that these count by: an answer is owed within a month."""
    return {"weeks_ago": now - timedelta(weeks=3), "hour_ago": now - AN_HOUR}


@dataclass(frozen=True)
class Answer:
    """How far one service is."""

    service: str
    parts: Sequence[Json] | None
    """None as long as it has not answered."""


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Asked]:
    """The municipality's, the latest first."""
    query = select(PrivacyRequest).where(PrivacyRequest.tenant == tenant)
    latest = replace(page, sort=page.sort or f"-{PrivacyRequest.asked_at.key}")
    by = (PrivacyRequest.asked_at, PrivacyRequest.id)
    found = await paginate(session, query, latest, by=by, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[PrivacyRequest]) -> Sequence[Asked]:
        return await described_as(later, rows)

    return await described(session, found, describe)


async def described_as(session: AsyncSession, rows: Sequence[PrivacyRequest]) -> list[Asked]:
    """With the names of those who have one."""
    names = await names_of(session, [row.person_id for row in rows])
    return [Asked(row, names.get(row.person_id) or _unnamed(row)) for row in rows]


def _unnamed(row: PrivacyRequest) -> str:
    begun = row.kind is PrivacyKind.ERASURE and row.announced_at is not None
    return OUTSIDE if row.outside and not begun else NOBODY


async def own(session: AsyncSession, me: Me) -> Sequence[PrivacyRequest]:
    """What somebody has asked for, or was asked for them, the latest first."""
    mine = (PrivacyRequest.tenant == me.tenant, PrivacyRequest.person_id == me.person_id)
    query = select(PrivacyRequest).where(*mine).order_by(PrivacyRequest.asked_at.desc())
    return (await session.scalars(query.limit(20))).all()


async def own_one(session: AsyncSession, me: Me, request_id: UUID) -> PrivacyRequest:
    """One of somebody's own; raises ``NoResultFound``."""
    mine = (PrivacyRequest.tenant == me.tenant, PrivacyRequest.person_id == me.person_id)
    query = select(PrivacyRequest).where(*mine, PrivacyRequest.id == request_id)
    return (await session.scalars(query)).one()


async def one(session: AsyncSession, tenant: str, request_id: UUID) -> PrivacyRequest:
    """Raises ``NoResultFound``."""
    mine = (PrivacyRequest.tenant == tenant, PrivacyRequest.id == request_id)
    return (await session.scalars(select(PrivacyRequest).where(*mine))).one()


async def is_known(session: AsyncSession, tenant: str, request_id: UUID) -> bool:
    """Whether there is or was such a request."""
    mine = (PrivacyRequest.tenant == tenant, PrivacyRequest.id == request_id)
    query = select(PrivacyRequest.kind).where(*mine)
    return (await session.execute(query)).first() is not None


def is_ready(row: PrivacyRequest, now: datetime) -> bool:
    """Whether what services gave may still be fetched: all of it, or as much as is there."""
    given = row.kind is PrivacyKind.ACCESS and row.state in _GIVEN
    until = kept_until(row)
    return given and until is not None and until > now


def is_stuck(row: PrivacyRequest, now: datetime) -> bool:
    """Whether a service has not answered for an hour."""
    since = row.announced_at if row.state is PrivacyState.ANNOUNCED else None
    return since is not None and since <= now - AN_HOUR


def kept_until(row: PrivacyRequest) -> datetime | None:
    """Seven days from when it was whole; of what is not, from when it was asked."""
    since = row.done_at or row.announced_at
    return since + KEPT if since else None


def vanishing(now: datetime) -> Select[PrivacyRequest]:
    """Packages that are there for two more days, of people who have not been told so."""
    query = select(PrivacyRequest).where(
        PrivacyRequest.state == PrivacyState.DONE,
        PrivacyRequest.kind == PrivacyKind.ACCESS,
        PrivacyRequest.done_at <= now - KEPT + REMINDED_BEFORE,
        PrivacyRequest.done_at > now - KEPT,
        PrivacyRequest.reason.is_(None),
        PrivacyRequest.reminded_at.is_(None),
    )
    return query.order_by(PrivacyRequest.id)


async def open_of(
    session: AsyncSession, tenant: str, person_id: UUID, kind: PrivacyKind
) -> PrivacyRequest | None:
    """What a person has asked for and is not done yet."""
    query = select(PrivacyRequest).where(
        PrivacyRequest.tenant == tenant,
        PrivacyRequest.person_id == person_id,
        PrivacyRequest.kind == kind,
        PrivacyRequest.state.in_([PrivacyState.ASKED, PrivacyState.ANNOUNCED]),
    )
    return (await session.scalars(query.limit(1))).first()


async def open_outside(
    session: AsyncSession, tenant: str, kind: PrivacyKind, ids: Collection[UUID]
) -> Sequence[PrivacyRequest]:
    """What somebody from outside, by any of their ids, has asked for and is not done yet."""
    query = select(PrivacyRequest).where(
        PrivacyRequest.tenant == tenant,
        PrivacyRequest.outside,
        PrivacyRequest.kind == kind,
        PrivacyRequest.state.in_([PrivacyState.ASKED, PrivacyState.ANNOUNCED]),
    )
    wanted = {str(each) for each in ids}
    rows = (await session.scalars(query)).all()
    return [each for each in rows if wanted & {str(each.person_id), *each.still_named}]


async def everybody_meant(session: AsyncSession, tenant: str, person_id: UUID) -> People:
    """All the ids that a person ever had, and those of their employments."""
    meant = await survivor_of(session, tenant, person_id) or person_id
    merged = await standing_for(session, tenant, [meant])
    persons = [meant, *sorted(merged[meant])]
    query = select(employments.c.id).where(in_list(employments.c.worker_id, "ids"))
    ordered = crossing(query.order_by(employments.c.id))
    found = (await session.scalars(ordered, {"ids": persons})).all()
    return People(tuple(persons), tuple(found))


async def belongs_here(session: AsyncSession, tenant: str, person_id: UUID) -> bool:
    """Whether the municipality knows such a person."""
    return bool(await people_by_id(session, tenant, [person_id]))


@dataclass(frozen=True)
class Outlook:
    """What hinders somebody from being erased, from when it is possible, and what would stay."""

    hindered: Sequence[Hindrance]
    possible_from: date | None
    staying: Sequence[tuple[str, str, str]]


async def outlook_of(session: AsyncSession, me: Me, today: date) -> Outlook:
    """For somebody themselves."""
    people = await everybody_meant(session, me.tenant, me.person_id)
    found = await hindrances_of(session, me.tenant, people.persons, today)
    return Outlook(found, first_day(found), staying(today))


async def answers_of(session: AsyncSession, tenant: str, request_id: UUID) -> list[Answer]:
    """How far each service is, in their order."""
    mine = (PrivacyReceipt.tenant == tenant, PrivacyReceipt.request_id == request_id)
    found = {row.service: row for row in await session.scalars(select(PrivacyReceipt).where(*mine))}
    return [Answer(name, found[name].parts if name in found else None) for name in ANSWERING]


async def answered(session: AsyncSession, request_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these requests that every service has answered."""
    query = select(receipts.c.request_id, receipts.c.service)
    rows = await session.execute(
        crossing(query.where(in_list(receipts.c.request_id, "ids"))), {"ids": list(request_ids)}
    )
    services: dict[UUID, set[str]] = {}
    for row in rows:
        services.setdefault(row.request_id, set()).add(row.service)
    return {key for key, some in services.items() if some.issuperset(ANSWERING)}
