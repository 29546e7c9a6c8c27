"""People of Bergkamen who sign in to surveys, and its office."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.surveys.measures.models import measures
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import PersonRecord
from shared.contracts.gatherings import GatheringKind, GatheringRecord, GatheringState
from shared.contracts.measures import MEASURE_PAGE
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN, URL, House
from tests.surveys.conftest import BROWSER, Surveys

TITLE = "Arbeitskreis Schulsozialarbeit"


@dataclass
class Somebody:
    """Who is signed in."""

    id: UUID
    http: AsyncClient

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.http.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    async def post(self, path: str, **data: str) -> Response:
        return await self.http.post(path, data=data)


@dataclass
class Network:
    """A house with surveys, whose days go by."""

    surveys: Surveys

    @property
    def house(self) -> House:
        return self.surveys.house

    async def somebody(
        self,
        name: str,
        role: AccessRole = AccessRole.WORKER,
        organization_id: UUID | None = None,
        person_id: UUID | None = None,
    ) -> Somebody:
        given, _, family = name.partition(" ")
        key = person_id or new_id()
        record = PersonRecord(
            person_id=key,
            version=1,
            given_name=given,
            family_name=family,
            email=f"{given.lower()}@example.org",
        )
        await self.surveys.hear(self.surveys.message(record))
        grant = Grant(role=role, municipality=BERGKAMEN, organization_id=organization_id)
        cookies = await self.house.sign_in(grant, person_id=key)
        headers = BROWSER | {"cookie": cookie(cookies), "origin": URL}
        transport = self.house.http._transport
        return Somebody(key, AsyncClient(transport=transport, base_url=URL, headers=headers))

    async def office(self) -> Somebody:
        return await self.somebody("Olga Amt", AccessRole.COORDINATOR)

    async def gathering(self) -> UUID:
        """Of which trainings has told."""
        record = GatheringRecord(
            gathering_id=new_id(),
            version=1,
            kind=GatheringKind.WORKING_GROUP,
            title=TITLE,
            state=GatheringState.OPEN,
        )
        await self.surveys.hear(self.surveys.message(record))
        return record.gathering_id

    async def link(self) -> str:
        """Of the only measure there is."""
        [row] = await self.house.rows("surveys", select(measures))
        return self.house.link(MEASURE_PAGE, row.assignment_id, self.in_days(60)).removeprefix(URL)

    def in_days(self, days: int) -> date:
        return self.surveys.today + timedelta(days=days)
