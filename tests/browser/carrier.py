"""A carrier's HR system, and what it causes, over HTTP alone; what it causes an operator sees."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx2 import AsyncClient

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from deploy.sample.accounts import OPERATOR
from deploy.sample.visitors import SAME_ORIGIN, sample_people
from deploy.sample.visitors import enter as enter_as
from deploy.services import NAMES
from services.surveys.answers.values import ITEMS
from shared.clock import MovableClock, SystemClock, local_date

SECONDS = 30.0


class CarrierSystem:
    """Connected while the block lasts."""

    def __init__(self, base: str, data: Path | None = None) -> None:
        """With the folder of an installation, days are counted by its clock, which may be moved."""
        self.base = base
        self._data = data
        self._http = AsyncClient(base_url=base, timeout=20, headers=SAME_ORIGIN)
        self.moved = 0
        """How often the clock was moved, which signs everybody out."""

    async def __aenter__(self) -> "CarrierSystem":
        await self._http.__aenter__()
        await self.enter()
        return self

    async def enter(self) -> None:
        """Sign in as operator, also once the clock was moved; then every service knows."""
        people = await sample_people(self._http)
        await enter_as(self._http, next(each for each in people if each.title == OPERATOR))
        async with asyncio.timeout(SECONDS):
            for service in NAMES:
                while (await self._http.get(f"/{service}/api/v1/cards")).status_code != 200:
                    await asyncio.sleep(0.1)

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    def day_in(self, days: int) -> str:
        """So many days from the installation's today."""
        clock = MovableClock(self._data / "clock.json") if self._data else SystemClock()
        return local_date(clock.now() + timedelta(days=days)).isoformat()

    async def hire(self, school: str, external_id: str = "", starts_in: int = 40) -> dict[str, Any]:
        """The receipt."""
        body = {
            "external_id": external_id or f"P-{uuid4().hex[:8]}",
            "person": {"given_name": "Nele", "family_name": "Ahrens", "email": "nele@example.org"},
            "start_date": self.day_in(starts_in),
            "placements": [{"school_number": school, "weekly_hours": 39}],
            "funding": "kreis",
        }
        return await self._post("/directory/api/v1/hires", body)

    async def depart(self, external_id: str, in_days: int) -> dict[str, Any]:
        body = {"external_id": external_id, "last_day": self.day_in(in_days)}
        return await self._post("/directory/api/v1/departures", body)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {await self._token()}",
            "Idempotency-Key": uuid4().hex,
        }
        answer = await self._http.post(path, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    async def _token(self) -> str:
        """A new one each time: the clock may have been moved."""
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        answer = await self._http.post("/directory/oauth/token", data=form)
        token: str = answer.json()["access_token"]
        return token

    async def mail(self, worker_id: str, role: str, kind: str = "tasks") -> dict[str, Any]:
        """The mail about this worker to the holder of a role, as soon as it is in the mailbox."""
        async with asyncio.timeout(SECONDS):
            while True:
                query = {"worker": worker_id}
                answer = await self._http.get("/notifications/api/v1/mailbox", params=query)
                mails: list[dict[str, Any]] = answer.json()
                for mail in mails:
                    if (mail["to_role"], mail["kind"]) == (role, kind):
                        return mail
                await asyncio.sleep(0.1)

    async def events(self, story: str, event: str) -> int:
        """How many of one type a story has by now."""
        answer = await self._http.get(f"/dashboard/api/v1/journeys/{story}")
        if answer.status_code == 404:
            return 0
        return [each["type"] for each in answer.json()["events"]].count(event)

    async def happened(self, story: str, event: str, times: int = 1) -> None:
        """Wait until the story has as many events of that type."""
        async with asyncio.timeout(SECONDS):
            while await self.events(story, event) < times:
                await asyncio.sleep(0.1)

    async def let_pass(self, days: int) -> None:
        """Move the clock of the demonstration."""
        answer = await self._http.post("/dashboard/uhr", data={"days": str(days)})
        assert answer.status_code == 303, answer.text
        self.moved += 1
        await self.enter()

    async def complete(self, link: str) -> None:
        """What the button on a task's page does."""
        assert (await self._http.post(link)).status_code == 303

    async def answer(self, link: str) -> None:
        """What the form behind an invitation does."""
        answers = {item.code: "4" for item in ITEMS}
        assert (await self._http.post(link, data=answers)).status_code == 303

    async def results(self) -> str:
        """The address of the first survey's results."""
        page = (await self._http.get("/surveys/")).text
        found = re.search(r'href="(/surveys/ergebnisse/[^"]+)"', page)
        assert found is not None, page
        return self.base + found[1]
