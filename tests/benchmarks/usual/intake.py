"""Hires in, over HTTP: a session and a transaction for each request."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.models import clients
from services.directory.hires.schemas import NewHire
from services.directory.organizations.models import organizations
from services.directory.quotas.models import quotas
from services.directory.quotas.values import Claim, claim_of
from services.directory.schemas import Receipt, location
from services.directory.values import Became
from shared.clock import local_date
from shared.contracts.directory import PersonRecord, PlacementFact, WorkerHired
from shared.database.search import fold, spellings
from shared.ids import new_id
from shared.settings import Settings
from tests.benchmarks.usual.models import (
    Answer,
    Hired,
    Person,
    Placement,
    PlacementVersion,
    School,
)
from tests.benchmarks.usual.outbox import Cause, Outbox, announce


def app(settings: Settings) -> FastAPI:
    """``POST /directory/api/v1/hires``."""
    outbox = Outbox(settings, "directory")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        await outbox.broker.start()
        publishing = asyncio.create_task(outbox.publish())
        try:
            yield
        finally:
            publishing.cancel()
            await asyncio.wait({publishing})
            await outbox.close()

    made = FastAPI(lifespan=lifespan)

    @made.post("/directory/api/v1/hires", status_code=201)
    async def hire(body: NewHire, idempotency_key: Annotated[str, Header()]) -> Receipt:
        async with outbox.sessions() as session, session.begin():
            client = (await session.execute(select(clients))).first()
            assert client is not None
            receipt = await take(session, client, body, idempotency_key)
            address = body.person.email
            await count(session, claim_of(b"key", settings, client.client_id, address))
            return receipt

    return made


async def take(session: AsyncSession, client: Row[Any], hire: NewHire, key: str) -> Receipt:
    """Store and announce one hire."""
    worker_id, cause = new_id(), Cause(client.tenant, new_id())
    facts = await placement_facts(session, hire)
    person = hire.person.model_dump()
    found_by = {
        "name_key": fold(hire.person.family_name),
        "search_text": "\n".join(map(spellings, (hire.person.given_name, hire.person.family_name))),
    }
    session.add(Person(id=worker_id, tenant=cause.tenant, version=1, **person, **found_by))
    await session.flush()
    employment = _employment(hire, worker_id, client.carrier_id, cause)
    session.add(employment)
    await session.flush()
    session.add_all(_placement(hire, fact, employment.id, cause) for fact in facts)
    await session.flush()
    session.add_all(_version(client, hire, fact, employment.id) for fact in facts)
    receipt = Receipt(
        worker_id=worker_id,
        employment_id=employment.id,
        outcome=Became.HIRED,
        placement_ids=[fact.placement_id for fact in facts],
        correlation_id=cause.correlation_id,
        warnings=[],
    )
    session.add(_answer(client.carrier_id, key, hire, receipt))
    announce(session, PersonRecord(person_id=worker_id, version=1, **person), cause)
    hired = WorkerHired(
        worker_id=worker_id,
        carrier_id=client.carrier_id,
        start_date=hire.start_date,
        placements=facts,
        funding=hire.funding,
        employment_id=employment.id,
    )
    announce(session, hired, cause)
    return receipt


async def placement_facts(session: AsyncSession, hire: NewHire) -> tuple[PlacementFact, ...]:
    """The schools as they are announced."""
    numbers = [placement.school_number for placement in hire.placements]
    found = await session.scalars(select(School).where(organizations.c.school_number.in_(numbers)))
    schools = {school.school_number: school for school in found}
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=schools[placement.school_number].id,
            school_number=placement.school_number,
            school_type=schools[placement.school_number].school_type,
            weekly_hours=placement.weekly_hours,
            funding=hire.funding,
        )
        for placement in hire.placements
    )


async def count(session: AsyncSession, claim: Claim) -> None:
    """Last, and in one order: others wait for these rows until the commit."""
    for subject in sorted(claim.subjects):
        day, most = local_date(datetime.now(UTC)), claim.most[subject]
        new = insert(quotas).values(day=day, subject=subject, used=1, most=most)
        used = {"used": quotas.c.used + 1}
        await session.execute(new.on_conflict_do_update(index_elements=_DAILY, set_=used))


_DAILY = ["day", "subject"]


def _answer(carrier_id: UUID, key: str, hire: NewHire, receipt: Receipt) -> Answer:
    return Answer(
        caller=str(carrier_id),
        key=key,
        status=201,
        fingerprint=sha256(hire.model_dump_json().encode()).hexdigest(),
        location=location(receipt),
        body=receipt.model_dump_json(),
        at=datetime.now(UTC),
    )


def _employment(hire: NewHire, worker_id: UUID, carrier_id: UUID, cause: Cause) -> Hired:
    return Hired(
        id=new_id(),
        tenant=cause.tenant,
        worker_id=worker_id,
        carrier_id=carrier_id,
        external_id=hire.external_id,
        ordinal=1,
        digest=sha256(hire.model_dump_json().encode()).hexdigest(),
        correlation_id=cause.correlation_id,
        start_date=hire.start_date,
        funding=hire.funding.value,
        recorded_at=datetime.now(UTC),
    )


def _placement(hire: NewHire, fact: PlacementFact, employment_id: UUID, cause: Cause) -> Placement:
    return Placement(
        id=fact.placement_id,
        tenant=cause.tenant,
        employment_id=employment_id,
        school_id=fact.school_id,
        weekly_hours=fact.weekly_hours,
        funding=hire.funding.value,
        valid_from=hire.start_date,
        recorded_at=datetime.now(UTC),
    )


def _version(
    client: Row[Any], hire: NewHire, fact: PlacementFact, employment_id: UUID
) -> PlacementVersion:
    return PlacementVersion(
        id=new_id(),
        tenant=client.tenant,
        placement_id=fact.placement_id,
        employment_id=employment_id,
        school_id=fact.school_id,
        weekly_hours=fact.weekly_hours,
        funding=hire.funding.value,
        valid_from=hire.start_date,
        recorded_by=client.client_id,
        recorded_at=datetime.now(UTC),
        reason="change",
        note="",
    )
