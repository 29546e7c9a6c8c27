"""Finds employments under the carrier's own numbers, or of one worker."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import models
from services.directory.employments.models import employments
from services.directory.employments.values import Employment, Known, Number, Standing, State, Wanted
from services.directory.people.queries import names_of, with_names
from services.directory.rules import acting_for
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.paging import Key, KeysetRequest, Page, Shown, paginate
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

Found = TypeVar("Found")

FOUND = select(employments).order_by(employments.c.ordinal)
_END = func.coalesce(employments.c.last_day, employments.c.fixed_term_until)
BY_NUMBER = FOUND.where(
    in_list(employments.c.carrier_id, "carriers"), in_list(employments.c.external_id, "numbers")
)


async def known_by_number(reader: Reader, wanted: Collection[Number]) -> Known:
    """What is known under these numbers."""
    known: Known = {}
    for row in await reader.execute(BY_NUMBER, parameters(wanted)):
        known.setdefault((row.carrier_id, row.external_id), []).append(employment_of(row))
    return known


async def of_worker(session: AsyncSession, client: ApiClient, worker_id: UUID) -> list[Employment]:
    """All employments of one of the client's own workers."""
    query = _own(client).where(employments.c.worker_id == worker_id)
    return [employment_of(row) for row in await session.execute(query)]


async def one_of(session: AsyncSession, client: ApiClient, employment_id: UUID) -> Employment:
    """One of the client's own; raises ``NoResultFound``."""
    query = _own(client).where(employments.c.id == employment_id)
    return employment_of((await session.execute(query)).one())


async def looked_after(
    session: AsyncSession, me: Me, employment_id: UUID
) -> tuple[ApiClient, Employment]:
    """One that is the asker's to look after, and its carrier as the use cases know programs.

    What they post counts against a quota of their own. Raises ``NoResultFound``, ``Problem``.
    """
    query = _wanted(wanted_by(me, date.min)).where(employments.c.id == employment_id)
    found = (await session.scalars(query)).one()
    client = ApiClient(f"person-{me.person_id}", me.tenant, found.carrier_id)
    names = await names_of(session, [found.worker_id])
    return client, employment_of(found)._replace(name=names[found.worker_id])


def wanted_by(me: Me, today: date) -> Wanted:
    """Those that are the asker's to look after; raises ``Problem`` for a clerk of no carrier."""
    if me.role is AccessRole.CARRIER:
        return Wanted(me.tenant, acting_for(me).organization_id, today)
    return Wanted(me.tenant, None, today)


async def page_of(
    session: AsyncSession,
    wanted: Wanted,
    page: KeysetRequest,
    columns: Sequence[Shown],
    among: Select[Any] | None = None,
) -> Page[models.Employment]:
    """Those that are wanted, by name; ``among`` are the ids of those that may be."""
    every = _among(wanted, select(models.Employment), among)
    query, names = with_names(every, models.Employment.worker_id)
    sorts = (employments.c.start_date.label("start"), _END.label("end"))
    return await paginate(
        session, query, page, by=(*names, models.Employment.id), sorts=sorts, columns=columns
    )


async def page_in_order(
    session: AsyncSession,
    wanted: Wanted,
    page: KeysetRequest,
    among: Select[Any] | None = None,
) -> Page[models.Employment]:
    """Those that are wanted, in the order in which they became known."""
    query = _among(wanted, select(models.Employment), among)
    return await paginate(session, query, page, by=(models.Employment.id,), columns=())


def workers_among(wanted: Wanted) -> Select[Any]:
    """The ids of the workers with an employment that is wanted."""
    return _among(wanted, select(employments.c.worker_id))


def of_carrier(query: Select[Found], employment_id: Key, carrier_id: UUID) -> Select[Found]:
    """Joined to the carrier's employments."""
    return query.join(employments, employments.c.id == employment_id).where(
        employments.c.carrier_id == carrier_id
    )


def not_over_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Of employments: not cancelled, and with no end before the day."""
    return and_(employments.c.cancelled_at.is_(None), or_(_END.is_(None), day <= _END))


async def by_ids(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, Employment]:
    """Those employments of the municipality that are known."""
    here = employments.c.tenant == tenant
    query = select(employments).where(here, in_list(employments.c.id, "ids"))
    found = await session.execute(query, {"ids": list(ids)})
    return {row.id: employment_of(row) for row in found}


async def of_workers(
    session: AsyncSession, client: ApiClient, workers: Collection[UUID]
) -> dict[UUID, list[Employment]]:
    """The employments of the client's own workers, in their order."""
    query = _own(client).where(in_list(employments.c.worker_id, "workers"))
    found: dict[UUID, list[Employment]] = {}
    for row in await session.execute(query, {"workers": list(workers)}):
        found.setdefault(row.worker_id, []).append(employment_of(row))
    return found


async def one(session: AsyncSession, wanted: Wanted, employment_id: UUID) -> Employment:
    """One of them; raises ``NoResultFound``."""
    query = _wanted(wanted).where(employments.c.id == employment_id)
    return employment_of((await session.scalars(query)).one())


async def of_person(session: AsyncSession, wanted: Wanted, worker_id: UUID) -> list[Employment]:
    """Those of one worker, in their order."""
    query = _wanted(wanted).where(employments.c.worker_id == worker_id)
    found = await session.scalars(query.order_by(employments.c.start_date))
    return [employment_of(each) for each in found]


async def among(session: AsyncSession, wanted: Wanted, ids: Select[Any]) -> list[Employment]:
    """Those with one of these ids that take or took place, as they began."""
    query = _wanted(wanted).where(employments.c.id.in_(ids), employments.c.cancelled_at.is_(None))
    found = await session.scalars(query.order_by(employments.c.start_date, employments.c.id))
    return [employment_of(each) for each in found]


def workers_between(
    wanted: Wanted, first: ColumnElement[date], last: ColumnElement[date | None]
) -> Select[Any]:
    """The ids of those with one of these employments on some day from the first to the last."""
    meets = (not_over_on(first), or_(last.is_(None), employments.c.start_date <= last))
    return _wanted(wanted).where(*meets).with_only_columns(employments.c.worker_id)


def workers_at(wanted: Wanted, ids: Select[Any], carriers: Select[Any]) -> Select[Any]:
    """The ids of those with a wanted employment of these, or with one of these carriers."""
    theirs = or_(employments.c.id.in_(ids), employments.c.carrier_id.in_(carriers))
    return _wanted(wanted).where(theirs).with_only_columns(employments.c.worker_id)


async def every_of(session: AsyncSession, tenant: str, today: date) -> list[Employment]:
    """The municipality's that are not over."""
    query = select(employments).where(employments.c.tenant == tenant, not_over_on(today))
    return [employment_of(row) for row in await session.execute(query)]


def known_at(wanted: Wanted, at: datetime) -> Select[Any]:
    """Of the wanted ones those that were known at a moment, with the end of their fixed term."""
    known = employments.c
    query = select(known.id, known.worker_id, known.carrier_id, known.fixed_term_until)
    cancelled = or_(known.cancelled_at.is_(None), known.cancelled_at > at)
    return _of(wanted, query.where(known.recorded_at <= at, cancelled))


async def as_known(
    session: AsyncSession, tenant: str, ids: Collection[UUID], at: datetime
) -> dict[UUID, date | None]:
    """Of these the ones that were known at a moment, with the end of their fixed term."""
    query = known_at(Wanted(tenant, None, date.min), at).where(in_list(employments.c.id, "ids"))
    found = await session.execute(query, {"ids": list(ids)})
    return {row.id: row.fixed_term_until for row in found}


async def standing(session: AsyncSession, tenant: str, worker_id: UUID) -> Collection[Standing]:
    """The employments of a worker that take or took place, at any carrier."""
    return (await standing_of(session, tenant, [worker_id])).get(worker_id, {}).values()


async def standing_of(
    session: AsyncSession, tenant: str, workers: Collection[UUID]
) -> dict[UUID, dict[UUID, Standing]]:
    """The same of each of them, by their ids."""
    known = employments.c
    query = select(known.id, known.worker_id, known.carrier_id, known.last_day).where(
        known.tenant == tenant, in_list(known.worker_id, "workers"), known.cancelled_at.is_(None)
    )
    found: dict[UUID, dict[UUID, Standing]] = {}
    for row in await session.execute(query, {"workers": list(workers)}):
        found.setdefault(row.worker_id, {})[row.id] = Standing(row.carrier_id, row.last_day)
    return found


async def carriers_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, UUID]:
    """The carrier of each of the municipality's employments."""
    query = select(employments.c.id, employments.c.carrier_id).where(
        employments.c.tenant == tenant, in_list(employments.c.id, "ids")
    )
    return {row.id: row.carrier_id for row in await session.execute(query, {"ids": list(ids)})}


def _wanted(wanted: Wanted) -> Select[models.Employment]:
    return _of(wanted, select(models.Employment))


def _of(wanted: Wanted, query: Select[Found]) -> Select[Found]:
    query = query.where(employments.c.tenant == wanted.tenant)
    if wanted.carrier_id is None:
        return query
    return query.where(employments.c.carrier_id == wanted.carrier_id)


def _among(wanted: Wanted, query: Select[Found], ids: Select[Any] | None = None) -> Select[Found]:
    query = _of(wanted, query)
    if ids is not None:
        query = query.where(employments.c.id.in_(ids))
    if wanted.state is not None:
        query = query.where(is_in(wanted.state, wanted.today))
    if wanted.funding is not None:
        query = query.where(employments.c.funding == wanted.funding.value)
    if wanted.external_id is not None:
        query = query.where(employments.c.external_id == wanted.external_id)
    return query


def is_in(state: State, today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """As ``state_of`` says it."""
    stands, begun = employments.c.cancelled_at.is_(None), employments.c.start_date <= today
    match state:
        case State.CANCELLED:
            return employments.c.cancelled_at.is_not(None)
        case State.COMING:
            return and_(stands, employments.c.start_date > today)
        case State.OVER:
            return and_(stands, begun, today > _END)
        case State.CURRENT:
            return and_(stands, begun, or_(_END.is_(None), today <= _END))


async def numbered(
    session: AsyncSession, client: ApiClient, external_id: str, after: int, limit: int
) -> list[Employment]:
    """One page of the client's own employments under a number, after an ordinal."""
    known = employments.c
    query = _own(client).where(known.external_id == external_id, known.ordinal > after)
    return [employment_of(row) for row in await session.execute(query.limit(limit))]


def _own(client: ApiClient) -> Select[Any]:
    return FOUND.where(
        employments.c.tenant == client.tenant, employments.c.carrier_id == client.organization_id
    )


def parameters(wanted: Collection[Number]) -> Mapping[str, Collection[object]]:
    """Of ``BY_NUMBER``."""
    return {
        "carriers": {carrier for carrier, _ in wanted},
        "numbers": {number for _, number in wanted},
    }


def employment_of(row: Row[Any] | models.Employment) -> Employment:
    """The value of a row."""
    return Employment(
        id=row.id,
        worker_id=row.worker_id,
        external_id=row.external_id,
        ordinal=row.ordinal,
        digest=row.digest,
        correlation_id=row.correlation_id,
        start_date=row.start_date,
        fixed_term_until=row.fixed_term_until,
        funding=Funding(row.funding),
        last_day=row.last_day,
        cancelled=row.cancelled_at is not None,
    )
