"""People at work: they sign in and out, and lose their roles, while everything breaks."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from itertools import cycle
from typing import Any
from uuid import UUID

from httpx2 import AsyncClient, HTTPError, Response

from deploy.sample.accounts import CLERK
from deploy.sample.visitors import SAME_ORIGIN, Sample, sample_people
from deploy.services import NAMES
from services.directory.staff.use_cases import TITLE as NEWCOMER
from shared.web.sessions import cookies
from tests.faults.history import LET_IN, LOST, Finding
from tests.faults.load import PATIENCE, Load
from tests.faults.site import PUBLIC_URL, Site
from tests.house import BERGKAMEN

VISITORS = 2
PAUSE = 0.1
MOST = 40
"""Sign-ins of one run."""
OFFICE = "Koordinierungsstelle:"
ACCOUNTS = "/directory/api/v1/accounts"
_ARRIVING = cookies.cookie_name(PUBLIC_URL, cookies.NEW)


@dataclass
class Browser:
    """A sign-in that was answered; ``ended`` says why nobody may let it in any more."""

    name: str
    cookies: Mapping[str, str]
    ended: str = ""

    def __str__(self) -> str:
        return f"{self.name}{f', {self.ended}' if self.ended else ''}"

    @property
    def header(self) -> dict[str, str]:
        """As once its sign-in has had the time to arrive."""
        held = [f"{name}={value}" for name, value in self.cookies.items() if name != _ARRIVING]
        return {"Cookie": "; ".join(held)}


class People:
    """All who sign in during one run."""

    def __init__(self, site: Site, load: Load) -> None:
        self._site = site
        self._load = load
        self._random = random.Random(f"{load.mark}/people")
        self.browsers: list[Browser] = []
        self._sample: Sequence[Sample] = ()
        self._http: AsyncClient

    async def work(self) -> None:
        """Beside the carriers, for as long as they are at work."""
        async with new_client() as self._http:
            self._sample = await self._offered()
            office, clerk = await self._enter_as(OFFICE), await self._enter_as(CLERK)
            visits = [self._visit() for _ in range(VISITORS)]
            await asyncio.gather(self._give_and_take(office, clerk), *visits)

    async def _visit(self) -> None:
        """Somebody of the sample again and again; every other one signs out."""
        for leaves in cycle([True, False]):
            browser = await self._enter(self._random.choice(self._sample))
            if leaves:
                await self._ask("POST", "/directory/abmelden", browser)
                browser.ended = "signed out"
            await asyncio.sleep(self._random.uniform(0.1, 0.5))
            if self._enough:
                return

    async def _give_and_take(self, office: Browser, clerk: Browser) -> None:
        """Newcomers may sign in; of some the office then takes the role, or ends the sign-ins."""
        for turn in cycle(range(3)):
            post = await self._load.hire()
            await self._ask("POST", f"/directory/fachkraefte/{post.employment_id}/anmeldung", clerk)
            worker = post.worker_id
            browser = await self._enter(
                Sample(f"/directory/anmelden/als/{worker}", NEWCOMER, post.external_id)
            )
            await asyncio.sleep(self._random.uniform(0, 0.3))
            if turn == 0:
                await self._take_roles(office, worker)
                browser.ended = "lost the role"
            elif turn == 1:
                await self._office("DELETE", f"{worker}/sign-ins", office)
                browser.ended = "signed out by the office"
            if self._enough:
                return

    async def _take_roles(self, office: Browser, person: UUID | None) -> None:
        account = (await self._office("GET", f"{person}", office)).json()
        for grant in account["grants"]:
            await self._office("DELETE", f"{person}/grants/{grant['id']}", office)

    @property
    def _enough(self) -> bool:
        return self._load.over or len(self.browsers) >= MOST

    async def _offered(self) -> Sequence[Sample]:
        """Those who may do something for good; newcomers of earlier runs may have lost it."""
        self._http.base_url = self._site.entrances()[0]
        while True:
            with suppress(HTTPError, OSError):
                people = await sample_people(self._http)
                if found := [each for each in people if each.title != NEWCOMER]:
                    return found
            await asyncio.sleep(PAUSE)

    async def _enter_as(self, title: str) -> Browser:
        return await self._enter(next(each for each in self._sample if each.title == title))

    async def _enter(self, person: Sample) -> Browser:
        answer = await self._ask("POST", person.address, data={"weiter": ""})
        assert answer.status_code == 303, f"{person}: {answer.status_code} {answer.text[:200]}"
        browser = Browser(f"{person.title} {person.name}", dict(answer.cookies))
        self.browsers.append(browser)
        return browser

    async def _office(self, method: str, path: str, office: Browser) -> Response:
        return await self._ask(
            method, f"{ACCOUNTS}/{path}", office, params={"municipality": BERGKAMEN}
        )

    async def _ask(
        self, method: str, path: str, browser: Browser | None = None, **more: Any
    ) -> Response:
        """By whichever entrance is there."""
        more["headers"] = SAME_ORIGIN | (browser.header if browser else {})
        return await until_answered(
            lambda: self._http.request(
                method, self._random.choice(self._site.entrances()) + path, **more
            ),
            f"{method} {path}",
        )


def new_client() -> AsyncClient:
    """Keeps no cookies: many browsers share it."""
    http = AsyncClient(timeout=3)
    http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return http


async def until_answered(ask: Callable[[], Awaitable[Response]], what: str) -> Response:
    """Whoever gets no answer asks once more."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(HTTPError, OSError):
            if (answer := await ask()).status_code < 500:
                return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"nobody answers: {what}")
        await asyncio.sleep(PAUSE)


async def judge(site: Site, browsers: Sequence[Browser]) -> list[Finding]:
    """Whom a service lets in who may not enter any more, and whom it turns away who may."""
    async with new_client() as http:
        found = await asyncio.gather(*(_judge(http, site, name, browsers) for name in NAMES))
    return [finding for each in found for finding in each]


async def _judge(
    http: AsyncClient, site: Site, service: str, browsers: Sequence[Browser]
) -> list[Finding]:
    url, found = f"{site.instances[service].url}/{service}/api/v1/cards", []
    for browser in browsers:
        answer = await until_answered(partial(http.get, url, headers=browser.header), url)
        if answer.status_code != (401 if browser.ended else 200):
            what = LET_IN if browser.ended else LOST
            found.append(Finding(what, None, f"{browser}: {answer.status_code} at {service}"))
    return found
