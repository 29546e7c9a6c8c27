"""A survey that an office plans and starts, the links of those it asks, and what they send."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from uuid import UUID

from httpx2 import Response
from sqlalchemy import select

from services.surveys.questionnaires.models import Questionnaire
from services.surveys.questionnaires.values import Document
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import State
from services.surveys.urns.models import urns
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import UrnState
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRecord, AccessRole, Grant
from shared.contracts.directory import PersonRecord
from shared.contracts.surveys import (
    PLANNED_SURVEYS,
    QUESTIONNAIRE_PAGE,
    SURVEY_LINKS,
    SURVEY_WAITING,
)
from shared.ids import new_id
from shared.links import LinkKind
from shared.messaging.message import Message
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys, until
from tests.surveys.papers import DOCUMENT

TITLE = "Bedarf im Schuljahr"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
NOBODY = UUID(int=0)
MORNING = 9
"""Surveys begin at eight."""


@dataclass
class SurveyRound:
    """Of one survey; ``paths`` are there once people were asked for their links."""

    surveys: Surveys
    id: UUID = NOBODY
    people: Sequence[UUID] = ()
    paths: Sequence[str] = ()
    document: Document = field(default_factory=lambda: DOCUMENT)
    _cookie: str = ""

    async def plan(self, people: int = 6, **given: str) -> Response:
        """There are workers and a questionnaire; the office makes a draft, by day."""
        clock = self.surveys.house.clock
        clock.forward(timedelta(hours=max(MORNING - clock.now().astimezone(BERLIN).hour, 0)))
        self.people = [new_id() for _ in range(people)]
        await self.surveys.hear(*(each for key in self.people for each in self._worker(key)))
        row = Questionnaire(
            tenant=BERGKAMEN,
            title="Bedarf",
            document=self.document.model_dump(mode="json"),
            changed_at=self.surveys.house.clock.now(),
        )
        async with self.surveys.house.context("surveys").database.transaction() as uow:
            uow.session.add(row)
            await uow.session.flush()
            questionnaire_id = row.id
        today = self.surveys.today
        form = {
            "title": TITLE,
            "questionnaire_id": str(questionnaire_id),
            "roles": "worker",
            "secrecy": "sealed",
            "opens_on": f"{today:%d.%m.%Y}",
            "closes_on": f"{today + timedelta(days=10):%d.%m.%Y}",
            **given,
        }
        answer = await self.office("/neu", form)
        if answer.status_code == 303:
            self.id = UUID(answer.headers["location"].rpartition("/")[2])
        return answer

    async def ask(self, people: int = 6, **given: str) -> None:
        """It has begun, and everybody has a link."""
        self.surveys.house.clock.forward(timedelta(days=1))
        planned = await self.plan(people, **given)
        assert planned.status_code == 303, planned.text
        assert (await self.office(f"/{self.id}/starten", {})).status_code == 303
        await until(self.has_begun)
        self.paths = await self.pull(SURVEY_LINKS)

    async def pull(self, kind: LinkKind) -> list[str]:
        answer = await self.pulled(kind)
        assert answer.status_code == 200, answer.text
        route = QUESTIONNAIRE_PAGE.path
        return [route.replace("{token}", each["secret"]) for each in answer.json()["links"]]

    async def pulled(self, kind: LinkKind = SURVEY_WAITING) -> Response:
        """What notifications get, which alone can make this link."""
        url = self.surveys.house.link(kind, self.id, self.surveys.today)
        path = url.removeprefix(self.surveys.house.settings.base_url)
        return await self.surveys.house.http.post(path, json={})

    async def has_begun(self) -> bool:
        row = await self.row()
        states = [each.state for each in await self.surveys.house.rows("surveys", select(urns))]
        return row.state is State.OPEN and UrnState.PLANNED not in states

    async def row(self) -> PlannedSurvey:
        async with self.surveys.house.context("surveys").database.reading() as session:
            found = select(PlannedSurvey).where(PlannedSurvey.id == self.id)
            return (await session.scalars(found)).one()

    async def end(self, state: UrnState = UrnState.OPENED) -> None:
        """Its last day is over."""
        self.surveys.house.clock.forward(timedelta(days=11))
        async with self.surveys.house.context("surveys").database.transaction() as uow:
            uow.notify(CHANNEL)

        async def opened() -> bool:
            rows = await self.surveys.house.rows("surveys", select(urns))
            return [each.state for each in rows] == [state]

        await until(opened)

    async def look(self, path: str) -> Response:
        return await self.surveys.house.http.get(path, headers=BROWSER)

    async def send(self, path: str, page: str, step: str, **given: str | list[str]) -> Response:
        """What a browser sends from a page: its hidden fields, and what was filled in."""
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(page)}
        data = {**hidden, "schritt": step, **given}
        return await self.surveys.house.http.post(path, data=data, headers=BROWSER)

    async def check(self, path: str, *pages: Mapping[str, str | list[str]]) -> str:
        """The last page, after these were filled in."""
        page = (await self.send(path, (await self.look(path)).text, "weiter")).text
        for each in pages:
            page = (await self.send(path, page, "weiter", **each)).text
        assert "Bitte prüfen Sie Ihre Antworten" in page
        return page

    async def answer(self, path: str, *pages: Mapping[str, str | list[str]]) -> str:
        """Through every page into the urn."""
        page = await self.check(path, *pages)
        return (await self.send(path, page, "senden")).text

    async def office(self, below: str = "", form: Mapping[str, str] | None = None) -> Response:
        """A page of surveys, or a form that is sent there."""
        return await self.look_at(f"{PLANNED_SURVEYS}{below}", form)

    async def look_at(self, path: str, form: Mapping[str, str] | None = None) -> Response:
        """A page of the office, or a form that is sent there."""
        headers = await self._headers()
        if form is None:
            return await self.surveys.house.http.get(path, headers=headers)
        return await self.surveys.house.http.post(path, data=dict(form), headers=headers)

    async def _headers(self) -> dict[str, str]:
        if not self._cookie:
            grant = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
            self._cookie = cookie(await self.surveys.house.sign_in(grant))
        return BROWSER | {"cookie": self._cookie}

    def _worker(self, person_id: UUID) -> list[Message]:
        person = PersonRecord(
            person_id=person_id, version=1, given_name="Ada", family_name="Beispiel", email="a@b.de"
        )
        grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
        access = AccessRecord(person_id=person_id, version=1, grants=(grant,))
        return [self.surveys.message(person), self.surveys.message(access)]
