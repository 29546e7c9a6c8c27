"""Hires in, over HTTP; whoever comes while a transaction is under way forms the next."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import orjson
from fastapi import FastAPI, Header, Response
from pydantic import BaseModel, Field
from uuid_utils.compat import uuid7 as new_id

from shared.clock import local_date
from shared.database.search import fold, spellings
from shared.settings import Settings
from tests.benchmarks.floor.outbox import Outbox, announced
from tests.benchmarks.floor.statements import (
    ANSWERS,
    CLIENT,
    HIRED,
    PEOPLE,
    PLACEMENTS,
    QUOTAS,
    SCHOOLS,
    VERSIONS,
)

AT_ONCE = 256
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Person(BaseModel):
    given_name: Name
    family_name: Name
    email: Annotated[str, Field(max_length=254)]


class Placement(BaseModel):
    school_number: Annotated[str, Field(pattern=r"^\d{6}$")]
    weekly_hours: Annotated[Decimal, Field(gt=0, le=41)]


class Hire(BaseModel):
    external_id: Annotated[str, Field(max_length=64)]
    person: Person
    start_date: date
    placements: Annotated[list[Placement], Field(min_length=1, max_length=10)]
    funding: str


class Intake:
    """Writes what was posted."""

    def __init__(self, settings: Settings) -> None:
        self._most = {"client": settings.mail_per_client, "address": settings.mail_per_address}
        self._dsn = settings.database_url.replace("+asyncpg", "")
        self._outbox = Outbox(settings, "directory")
        self._waiting: list[tuple[dict[str, list[Any]], asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None

    async def open(self) -> "asyncio.Task[None]":
        self._connection = await asyncpg.connect(self._dsn)
        [(self._tenant, carrier, self._client)] = await self._connection.fetch(CLIENT)
        self._carrier = UUID(carrier)
        rows = await self._connection.fetch(SCHOOLS)
        self._schools = {number: (UUID(key), kind) for number, key, kind in rows}
        return asyncio.create_task(self._outbox.relay())

    async def close(self, relay: "asyncio.Task[None]") -> None:
        relay.cancel()
        await asyncio.wait({relay})
        await self._connection.close()

    async def take(self, hire: Hire, key: str) -> bytes:
        answer, rows = self._rows(hire, key)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((rows, done))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await done
        return answer

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            async with self._connection.transaction():
                for statement in (PEOPLE, HIRED, PLACEMENTS, VERSIONS, ANSWERS):
                    rows = [row for each, _ in batch for row in each[statement]]
                    await self._connection.execute(statement, *map(list, zip(*rows, strict=True)))
                await self._count([subject for each, _ in batch for subject in each[QUOTAS]])
                outbox = [row for each, _ in batch for row in each["outbox"]]
                await self._outbox.store(self._connection, outbox)
            self._outbox.notify()
            for _, done in batch:
                done.set_result(None)
        self._flushing = None

    async def _count(self, subjects: list[str]) -> None:
        """What was used up today; nobody is refused."""
        day, used = local_date(datetime.now(UTC)), Counter(subjects)
        most = [self._most[subject.partition(" ")[0]] for subject in used]
        given = [day] * len(used), list(used), list(used.values()), most
        await self._connection.execute(QUOTAS, *given)

    def _rows(self, hire: Hire, key: str) -> tuple[bytes, dict[str, list[Any]]]:
        worker, employment, story, person = new_id(), new_id(), new_id(), hire.person
        digest = _digest(hire.model_dump_json())
        where = f"/directory/api/v1/workers/{worker}"
        facts = [self._fact(placement, hire.funding) for placement in hire.placements]
        answer = orjson.dumps(
            {
                "worker_id": worker,
                "employment_id": employment,
                "outcome": "hired",
                "placement_ids": [fact["placement_id"] for fact in facts],
                "correlation_id": story,
                "warnings": [],
            }
        )
        names = (person.given_name, person.family_name, person.email)
        start, now, tenant = hire.start_date, datetime.now(UTC), self._tenant
        numbered = (self._carrier, hire.external_id, 1, digest, story, start, hire.funding, now)
        placed = [
            (
                *(fact["placement_id"], tenant, employment, fact["school_id"], hundredths),
                *(start, now, hire.funding),
            )
            for fact, hundredths in zip(facts, map(_hundredths, hire.placements), strict=True)
        ]
        return answer, {
            PEOPLE: [(worker, tenant, *names, 1, fold(person.family_name), _search_text(names))],
            HIRED: [(employment, tenant, worker, *numbered)],
            PLACEMENTS: placed,
            VERSIONS: [(*each, new_id(), self._client, "change", "") for each in placed],
            ANSWERS: [(str(self._carrier), key, digest, 201, where, answer.decode(), now)],
            QUOTAS: [f"client {self._client}", f"address {_digest(person.email)}"],
            "outbox": self._messages((worker, employment), story, names, hire, facts),
        }

    def _fact(self, placement: Placement, funding: str) -> dict[str, Any]:
        school, kind = self._schools[placement.school_number]
        return {
            "placement_id": new_id(),
            "school_id": school,
            "school_number": placement.school_number,
            "school_type": kind,
            "weekly_hours": f"{placement.weekly_hours:.2f}",
            "funding": funding,
        }

    def _messages(
        self,
        ids: tuple[UUID, UUID],
        story: UUID,
        names: tuple[str, str, str],
        hire: Hire,
        facts: list[dict[str, Any]],
    ) -> list[Any]:
        worker, employment = ids
        record = {"version": 1, "person_id": worker}
        record |= dict(zip(("given_name", "family_name", "email"), names, strict=True))
        hired = {
            "worker_id": worker,
            "carrier_id": self._carrier,
            "start_date": hire.start_date,
            "placements": facts,
            "funding": hire.funding,
            "fixed_term_until": None,
            "employment_id": employment,
        }
        key, cause = str(worker), (story, None)
        people, events = "directory.people", "directory.events"
        return [
            announced(people, "directory.person.v1", key, self._tenant, cause, record),
            announced(events, "directory.worker-hired.v1", key, self._tenant, cause, hired),
        ]


def _search_text(names: tuple[str, str, str]) -> str:
    return "\n".join(map(spellings, names[:2]))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _hundredths(placement: Placement) -> int:
    return int(placement.weekly_hours * 100)


def app(settings: Settings) -> FastAPI:
    """``POST /directory/api/v1/hires``."""
    intake = Intake(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        relay = await intake.open()
        try:
            yield
        finally:
            await intake.close(relay)

    made = FastAPI(lifespan=lifespan, openapi_url=None)

    @made.post("/directory/api/v1/hires", status_code=201)
    async def hire(body: Hire, idempotency_key: Annotated[str, Header()]) -> Response:
        return Response(await intake.take(body, idempotency_key), 201, None, "application/json")

    return made
