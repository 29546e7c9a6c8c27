"""Requests, what keeps somebody from being erased, and what services have answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.legal_holds.queries import holding
from services.directory.models import metadata
from services.directory.people.queries import names_of, people_by_id, standing_for, survivor_of
from services.directory.privacy_requests.models import PrivacyReceipt, PrivacyRequest, receipts
from services.directory.privacy_requests.rules import Hindrance, Stint, elsewhere, held, hindrances
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
NOBODY = "gelöschte Person"
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
    return {"weeks_ago": now - timedelta(weeks=3), "hour_ago": now - timedelta(hours=1)}


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
    """Whether everybody has answered, and what they gave may still be fetched."""
    given = row.kind is PrivacyKind.ACCESS and row.state is PrivacyState.DONE
    until = kept_until(row)
    return given and until is not None and until > now


def kept_until(row: PrivacyRequest) -> datetime | None:
    """Of the first part: the directory gives its own in the moment in which it asks the others."""
    return row.announced_at + KEPT if row.announced_at else None


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


async def hindrances_of(
    session: AsyncSession, tenant: str, persons: Sequence[UUID], today: date
) -> list[Hindrance]:
    """What has to be over before they may be erased, in whatever municipality."""
    found = elsewhere(role=await roles_elsewhere(session, tenant, persons, today))
    found += hindrances(await _stints_of(session, persons), today)
    return found + held(await holding(session, tenant, persons, today))


async def _stints_of(session: AsyncSession, persons: Sequence[UUID]) -> Sequence[Stint]:
    placements = metadata.tables["placements"]
    columns = (employments.c.id, employments.c.last_day, employments.c.fixed_term_until)
    query = (
        select(*columns, employments.c.funding, placements.c.funding.label("placed"))
        .outerjoin(
            placements,
            and_(
                placements.c.employment_id == employments.c.id,
                placements.c.superseded_at.is_(None),
            ),
        )
        .where(in_list(employments.c.worker_id, "ids"), employments.c.cancelled_at.is_(None))
        .order_by(employments.c.id)
    )
    found: dict[UUID, Stint] = {}
    for row in await session.execute(crossing(query), {"ids": list(persons)}):
        known = found[row.id].funding if row.id in found else {row.funding}
        end = row.last_day or row.fixed_term_until
        found[row.id] = Stint(end, frozenset({*known, row.placed} - {None}))
    return list(found.values())


async def roles_elsewhere(
    session: AsyncSession, tenant: str, persons: Sequence[UUID], today: date
) -> bool:
    """Whether somebody has a role in another municipality."""
    grants = metadata.tables["grants"]
    lasts = grants.c.valid_to.is_(None) | (grants.c.valid_to >= today)
    query = select(grants.c.id).where(
        grants.c.person_id.in_(persons), grants.c.tenant != tenant, lasts
    )
    return (await session.execute(crossing(query.limit(1)))).first() is not None


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
