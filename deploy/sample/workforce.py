"""Who has worked in the sample's schools for years, which posts they fill, and what is found."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import select, update

from deploy.sample.proofs import hand_in
from deploy.sample.users import keep_user
from services.directory.cover.use_cases import remember as remember_covers
from services.directory.departures.models import Departure, departures
from services.directory.employments.models import Employment, employments
from services.directory.findings.use_cases import store as store_findings
from services.directory.leaves.models import Leave, leaves
from services.directory.organizations.models import organizations
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.placements.models import (
    Placement,
    PlacementVersion,
    placement_versions,
    placements,
)
from services.directory.placements.values import Reason
from services.directory.posts.models import Post
from services.directory.posts.queries import vacancies_of
from shared.clock import BERLIN, local_date
from shared.contracts.directory import DepartureReason, Funding, OrganizationKind
from shared.contracts.funding import FundingRule
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.tokens import ApiClient

FILE = Path(__file__).parent / "workforce.json"
RECORDER = "sample-carrier"
AHEAD = timedelta(days=30)
"""That a carrier tells it before it applies."""
Ids = Mapping[str, UUID]
"""Of organizations, by number or name."""


class _Corrected(BaseModel):
    """What was told first, and why it was wrong."""

    hours: dict[str, Decimal]
    note: str


class _Placed(BaseModel):
    """At which schools somebody works from a day on."""

    valid_from: date
    hours: dict[str, Decimal]


class _Worker(BaseModel):
    carrier: str
    external_id: str
    person: tuple[str, str, str]
    placements: list[_Placed]
    corrected: _Corrected | None = None
    funding: Funding = Funding.LAND
    fixed_term_until: date | None = None
    last_day: date | None = None
    reason: DepartureReason | None = None
    leave: tuple[date, date | None] | None = None
    accepted: dict[FundingRule, str] = {}

    @property
    def since(self) -> date:
        return self.placements[0].valid_from


class _Planned(BaseModel):
    school: str
    carrier: str
    fte: Decimal
    valid_from: date
    last_day: date | None = None


class _User(BaseModel):
    """In the identity system of the carrier whose worker bears the number."""

    external_id: str
    user_name: str
    locked: bool = False


class _Workforce(BaseModel):
    coordination_hours: Decimal | None = None
    workers: list[_Worker]
    posts: list[_Planned]
    users: list[_User]


_FILE = TypeAdapter(dict[str, _Workforce])


async def employ(uow: UnitOfWork, settings: Settings, municipality: str, ids: Ids) -> None:
    """As it had been before anybody could tell: states, no events. Once."""
    there = select(Post.id).where(Post.tenant == municipality).limit(1)
    if await uow.session.scalar(there):
        return
    workforce = _FILE.validate_json(FILE.read_bytes())[municipality]
    of = {each.external_id: new_id() for each in workforce.workers}
    names = {of[each.external_id]: _names(each) for each in workforce.workers}
    await save_people(uow, names, Cause(municipality, new_id()))
    for each in workforce.workers:
        await _work(uow, municipality, each, of[each.external_id], ids)
    await _plan(uow, municipality, workforce.posts, ids)
    await remember_covers(uow, municipality)
    await hand_in(uow, municipality)
    await _coordinate(uow, municipality, workforce.coordination_hours)
    await _find(uow, municipality, {of[each.external_id]: each for each in workforce.workers})
    carriers = {each.external_id: ids[each.carrier] for each in workforce.workers}
    for user in workforce.users:
        number = user.external_id
        client = ApiClient(RECORDER, municipality, carriers[number])
        who, called = of[number], user.user_name
        await keep_user(uow, client, settings, who, number, called, locked=user.locked)


def _names(worker: _Worker) -> Names:
    given_name, family_name, email = worker.person
    return Names(given_name=given_name, family_name=family_name, email=email)


def told(day: date) -> datetime:
    """When a carrier tells what applies from a day on."""
    return datetime.combine(day - AHEAD, time(9, 12), BERLIN)


async def _work(uow: UnitOfWork, tenant: str, worker: _Worker, worker_id: UUID, ids: Ids) -> None:
    employment = row_of(Employment)(
        id=new_id(),
        tenant=tenant,
        worker_id=worker_id,
        carrier_id=ids[worker.carrier],
        external_id=worker.external_id,
        ordinal=1,
        digest=sha256(worker.external_id.encode()).hexdigest(),
        correlation_id=new_id(),
        start_date=worker.since,
        fixed_term_until=worker.fixed_term_until,
        funding=worker.funding.value,
        recorded_at=told(worker.since),
        last_day=worker.last_day,
    )
    await insert_rows(uow.session, employments, [employment])
    rows = list(_placements(tenant, worker, employment["id"], ids))
    await insert_rows(uow.session, placements, rows)
    versions = [each for row in rows for each in _versions(worker, row, ids)]
    await insert_rows(uow.session, placement_versions, versions)
    if worker.last_day is not None and worker.reason is not None:
        departure = row_of(Departure)(
            id=new_id(),
            tenant=tenant,
            employment_id=employment["id"],
            last_day=worker.last_day,
            reason=worker.reason.value,
            recorded_at=told(worker.last_day),
        )
        await insert_rows(uow.session, departures, [departure])
    await _leave(uow, tenant, worker, employment["id"])


async def _leave(uow: UnitOfWork, tenant: str, worker: _Worker, employment_id: UUID) -> None:
    if worker.leave is None:
        return
    first_day, last_day = worker.leave
    away = row_of(Leave)(
        id=new_id(),
        tenant=tenant,
        leave_id=new_id(),
        employment_id=employment_id,
        first_day=first_day,
        last_day=last_day,
        recorded_by=RECORDER,
        recorded_at=told(first_day),
    )
    await insert_rows(uow.session, leaves, [away])


def _placements(
    tenant: str, worker: _Worker, employment_id: UUID, ids: Ids
) -> Iterator[RowOf[Placement]]:
    for each in worker.placements:
        for school, hours in each.hours.items():
            yield row_of(Placement)(
                id=new_id(),
                tenant=tenant,
                employment_id=employment_id,
                school_id=ids[school],
                weekly_hours=hours,
                funding=worker.funding.value,
                valid_from=each.valid_from,
                recorded_at=told(each.valid_from),
            )


def _versions(
    worker: _Worker, placed: RowOf[Placement], ids: Ids
) -> Iterator[RowOf[PlacementVersion]]:
    """As it was told; before a correction, with the hours that were wrong."""
    corrected = worker.corrected
    first = placed["weekly_hours"]
    if corrected:
        wrong = {ids[school]: hours for school, hours in corrected.hours.items()}
        first = wrong.get(placed["school_id"], first)
    known = [(first, placed["recorded_at"], Reason.CHANGE, "")]
    if corrected and first != placed["weekly_hours"]:
        later = placed["recorded_at"] + timedelta(days=41)
        known.append((placed["weekly_hours"], later, Reason.CORRECTION, corrected.note))
    for hours, recorded_at, reason, note in known:
        yield row_of(PlacementVersion)(
            id=new_id(),
            tenant=placed["tenant"],
            placement_id=placed["id"],
            employment_id=placed["employment_id"],
            school_id=placed["school_id"],
            weekly_hours=hours,
            funding=placed["funding"],
            valid_from=placed["valid_from"],
            recorded_by=RECORDER,
            recorded_at=recorded_at,
            reason=reason.value,
            note=note,
        )


async def _plan(uow: UnitOfWork, tenant: str, planned: list[_Planned], ids: Ids) -> None:
    """What is vacant of them is known, and was told when it was new."""
    posts = [
        Post(
            tenant=tenant,
            id=new_id(),
            school_id=ids[each.school],
            carrier_id=ids[each.carrier],
            fte=each.fte,
            valid_from=each.valid_from,
            valid_to=each.last_day and each.last_day + timedelta(days=1),
        )
        for each in planned
    ]
    uow.session.add_all(posts)
    await uow.session.flush()
    vacant = await vacancies_of(uow.session, tenant, posts, local_date(uow.now))
    for each in posts:
        told_last = update(Post).where(Post.tenant == tenant, Post.id == each.id)
        await uow.session.execute(told_last.values(vacant_since=vacant[each.id].since))


async def _coordinate(uow: UnitOfWork, tenant: str, hours: Decimal | None) -> None:
    """How many hours a week the office has."""
    town = (organizations.c.tenant == tenant, organizations.c.kind == OrganizationKind.MUNICIPALITY)
    await uow.session.execute(update(organizations).where(*town).values(coordination_hours=hours))


async def _find(uow: UnitOfWork, tenant: str, workers: Mapping[UUID, _Worker]) -> None:
    """What the office has said of some of it stands there already."""
    for found in await store_findings(uow, tenant):
        found.found_at = told(found.since)
        if found.worker_id is None:
            found.since = local_date(found.found_at)
        note = workers[found.worker_id].accepted.get(found.rule) if found.worker_id else None
        if note:
            found.accepted_at, found.note = found.found_at + timedelta(days=9), note
