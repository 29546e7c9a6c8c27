"""Somebody who is signed in: at every service of a house, without the way that leads there.

Or at services in processes of their own, as a browser does it.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from httpx2 import AsyncClient
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.sample.accounts import OPERATOR as TITLE
from deploy.sample.visitors import Sample, enter, sample_people
from shared.context import Context
from shared.contracts.accounts import (
    AccessRecord,
    AccessRole,
    Grant,
    SessionRecord,
    SignInMethod,
)
from shared.contracts.catalogue import PARTITIONS
from shared.database.writes import Write, write_all
from shared.messaging.event import EVERYONE
from shared.messaging.tables import copies_read
from shared.web.sessions import cookies
from shared.web.sessions.models import access, sessions

OPERATOR = Grant(role=AccessRole.OPERATOR, municipality=EVERYONE)

ARRIVES_SECONDS = 30.0


def coordinator_of(municipality: str) -> Grant:
    return Grant(role=AccessRole.COORDINATOR, municipality=municipality)


async def sign_in(
    services: Sequence[Context], *grants: Grant, person_id: UUID | None = None
) -> dict[str, str]:
    """The cookies of a new sign-in of a person who may do this."""
    secret, person_id = cookies.new_secret(), person_id or uuid4()
    for here in services:
        now = here.clock.now()
        async with here.database.transaction() as uow:
            given = [each.model_dump(mode="json") for each in grants]
            known = {"person_id": person_id, "version": 1, "grants": given}
            await write_all(uow.session, [Write(access, [known], "replace")])
            begun = insert(sessions).values(
                session_id=cookies.digest_of(secret),
                version=1,
                person_id=person_id,
                method=SignInMethod.SAMPLE.value,
                started_at=now,
                ends_at=now + timedelta(days=3650),
            )
            await uow.session.execute(begun)
            await _note_as_read(uow.session, now)
    base_url = services[0].settings.base_url
    return {
        cookies.cookie_name(base_url, cookies.SESSION): secret,
        cookies.cookie_name(base_url, cookies.AWAKE): "1",
    }


async def _note_as_read(session: AsyncSession, now: datetime) -> None:
    """Or a service that has only begun finds nothing of it on the bus, and forgets it again."""
    rows = [
        {"topic": record.topic, "partition": index, "at": now}
        for record in (SessionRecord, AccessRecord)
        for index in range(PARTITIONS)
    ]
    await write_all(session, [Write(copies_read, rows, "ignore")])


async def enter_as(http: AsyncClient, title: str = TITLE) -> None:
    """As the first of the sample's people of this title, over HTTP, once they are offered."""
    async with asyncio.timeout(ARRIVES_SECONDS):
        people: list[Sample] = []
        while not people:
            people = [each for each in await sample_people(http) if each.title == title]
            await asyncio.sleep(0.05)
        await enter(http, people[0])


async def enter_as_operator(front: AsyncClient, dashboard: AsyncClient) -> None:
    """As the sample's, over HTTP; both hold the cookies once the dashboard knows the sign-in."""
    await enter_as(front)
    async with asyncio.timeout(ARRIVES_SECONDS):
        dashboard.cookies.update(front.cookies)
        while (await dashboard.get("/dashboard/api/v1/events")).status_code != 200:
            await asyncio.sleep(0.05)
