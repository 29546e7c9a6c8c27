"""A gathering that is asked about, its links, and the office that reads what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from httpx2 import Response
from sqlalchemy import select

from services.surveys.urns.models import urns
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import UrnState
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.feedback import FEEDBACK, FEEDBACK_PAGE, FeedbackOpened
from shared.contracts.gatherings import GatheringKind, GatheringRecord, GatheringState
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys, until

GIVEN = {"useful": "5", "understandable": "4", "time": "2", "recommend": "none"}
TITLE = "Kinderschutz im Ganztag"


@dataclass
class FeedbackRound:
    """Of one gathering; ``paths`` are there once people were asked."""

    surveys: Surveys
    gathering_id: UUID = field(default_factory=new_id)
    rights: Sequence[UUID] = ()
    paths: Sequence[str] = ()
    _cookie: str = ""

    async def known(self) -> None:
        """Trainings has said what it is called."""
        record = GatheringRecord(
            gathering_id=self.gathering_id,
            version=1,
            kind=GatheringKind.TRAINING,
            title=TITLE,
            state=GatheringState.OPEN,
        )
        await self.surveys.hear(self.surveys.message(record))

    async def ask(self, people: int) -> None:
        """It is over; each event comes twice."""
        house, closes_on = self.surveys.house, self.surveys.today + timedelta(days=14)
        opened = FeedbackOpened(
            gathering_id=self.gathering_id,
            last_day=self.surveys.today - timedelta(days=1),
            rights=tuple(uuid4() for _ in range(people)),
            closes_on=closes_on,
        )
        await self.surveys.hear(self.surveys.message(opened), self.surveys.message(opened))
        await until(lambda: self.is_now(UrnState.OPEN))
        links = [house.link(FEEDBACK_PAGE, each, closes_on) for each in opened.rights]
        self.rights = opened.rights
        self.paths = [each.removeprefix(house.settings.base_url) for each in links]

    async def is_now(self, state: UrnState) -> bool:
        return [row.state for row in await self.surveys.house.rows("surveys", select(urns))] == [
            state
        ]

    async def send(self, path: str, **given: str) -> str:
        data = {**GIVEN, "step": "send", **given}
        return (await self.surveys.house.http.post(path, data=data, headers=BROWSER)).text

    async def end(self, state: UrnState = UrnState.OPENED) -> None:
        """The urn's day is over."""
        self.surveys.house.clock.forward(timedelta(days=15, hours=1))
        async with self.surveys.house.context("surveys").database.transaction() as uow:
            uow.notify(CHANNEL)
        await until(lambda: self.is_now(state))

    async def office(self, below: str = "", **given: str) -> Response:
        """A page below the results, or a form that is sent there."""
        path, headers = f"{FEEDBACK}/{self.gathering_id}{below}", await self._headers()
        if given:
            return await self.surveys.house.http.post(path, data=given, headers=headers)
        return await self.surveys.house.http.get(path, headers=headers)

    async def list_page(self) -> str:
        return (await self.surveys.house.http.get(FEEDBACK, headers=await self._headers())).text

    async def _headers(self) -> dict[str, str]:
        if not self._cookie:
            grant = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
            self._cookie = cookie(await self.surveys.house.sign_in(grant))
        return BROWSER | {"cookie": self._cookie}
