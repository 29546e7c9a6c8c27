"""Carriers at work: they post at random, and post again with the same key until answered."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from httpx2 import AsyncClient, HTTPError, Response

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from shared.clock import SystemClock, local_date
from tests.faults.site import Site

SCHOOLS = [f"10000{number}" for number in range(1, 10)]
CLERKS = 5
PATIENCE = 90.0
"""Seconds until a post that is answered by nobody counts as a fault of its own."""
BODIES = {"hire": "/directory/api/v1/hires", "change": "/directory/api/v1/changes"}
PATHS = {
    **BODIES,
    "departure": "/directory/api/v1/departures",
    "bulk": "/directory/api/v1/hires/bulk",
}


@dataclass
class Post:
    """Something posted, and what came of it; ``wanted`` says whether it is to be accepted."""

    number: int
    kind: str
    external_id: str
    key: str
    body: Any
    wanted: bool = True
    answers: list[str] = field(default_factory=list)
    accepted: bool = False
    worker_id: UUID | None = None
    employment_id: UUID | None = None
    correlation_id: UUID | None = None
    wrong: str = ""
    """What was wrong with the answer itself."""

    def __str__(self) -> str:
        state = "accepted" if self.accepted else "refused"
        about = f"worker {self.worker_id} story {self.correlation_id}" if self.accepted else ""
        wanted = "" if self.wanted else " (to be refused)"
        tries = ",".join(self.answers)
        return f"#{self.number} {self.kind} {self.external_id}{wanted}: {tries} {state} {about}"


class Load:
    """All posts of one run; ``mark`` begins every external id and key."""

    def __init__(self, site: Site, mark: str, seed: str) -> None:
        self._site = site
        self.mark = mark
        self.posts: list[Post] = []
        self._random = random.Random(seed)
        self._until = 0.0
        self._token = ""
        self._http: AsyncClient
        self._alone: Clerk

    async def run(
        self, seconds: float, clerks: int = CLERKS, *others: Callable[[], Awaitable[None]]
    ) -> None:
        """Post for so long, and until everything is answered; what ``others`` do beside it, too."""
        async with AsyncClient(timeout=3) as self._http:
            await self._log_in()
            self._until = time.monotonic() + seconds
            self._alone = Clerk(self, clerks)
            working = [Clerk(self, number).work() for number in range(clerks)]
            await asyncio.gather(*working, *(work() for work in others))

    async def hire(self) -> Post:
        """Somebody of whom no clerk knows."""
        return await self._alone.hire()

    def extend(self, seconds: float) -> None:
        self._until = max(self._until, time.monotonic() + seconds)

    @property
    def over(self) -> bool:
        return time.monotonic() > self._until

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def new(self, kind: str, external_id: str, body: Any, *, wanted: bool = True) -> Post:
        number = len(self.posts) + 1
        post = Post(number, kind, external_id, f"{self.mark}-{number}", body, wanted)
        self.posts.append(post)
        return post

    async def send(self, post: Post) -> None:
        """Until answered; an impatient carrier sends twice at once, a careful one again."""
        if self.chance(0.08):
            first, second = await asyncio.gather(self._answer(post), self._answer(post))
        else:
            first = second = await self._answer(post)
            if self.chance(0.08):
                second = await self._answer(post)
        self._note(post, first, second)

    def _note(self, post: Post, first: Response, second: Response) -> None:
        good = 200 if post.kind == "bulk" else 201
        post.accepted = first.status_code == good
        if (first.status_code == good) != (second.status_code == good):
            post.wrong = "accepted once and refused once"
        elif post.accepted != post.wanted:
            post.wrong = f"answered {first.status_code} {_code(first)}"
        elif post.accepted and post.kind != "bulk":
            if first.json() != second.json():
                post.wrong = "two receipts differ"
            post.worker_id = UUID(first.json()["worker_id"])
            post.employment_id = UUID(first.json()["employment_id"])
            post.correlation_id = UUID(first.json()["correlation_id"])

    async def _answer(self, post: Post) -> Response:
        return await self._until_answered(partial(self._post, post), post.answers, str(post))

    async def _until_answered(
        self, ask: Callable[[], Awaitable[Response]], answers: list[str], what: str
    ) -> Response:
        """The first answer that is no fault of ours; all are noted in ``answers``."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await ask()
            except (HTTPError, OSError) as error:
                answers.append(type(error).__name__)
            else:
                answers.append(str(answer.status_code))
                if answer.status_code < 500:
                    return answer
            if time.monotonic() > deadline:
                raise TimeoutError(f"nobody answers: {what}")
            await asyncio.sleep(self._random.uniform(0.05, 0.3))

    async def _post(self, post: Post) -> Response:
        entrance = self._random.choice(self._site.entrances())
        headers = {"Authorization": f"Bearer {self._token}"}
        if post.kind != "bulk":  # where rows are told apart by their numbers
            headers["Idempotency-Key"] = post.key
        url = entrance + PATHS[post.kind]
        return await self._http.post(url, json=post.body, headers=headers)

    async def _log_in(self) -> None:
        form = {"grant_type": "client_credentials", "client_id": CLIENT_ID}
        form["client_secret"] = CLIENT_SECRET
        url = f"{self._site.instances['directory'].url}/directory/oauth/token"
        ask = partial(self._http.post, url, data=form)
        answer = await self._until_answered(ask, [], "a token")
        self._token = answer.json()["access_token"]


@dataclass
class Employee:
    """A worker as the carrier knows them."""

    external_id: str
    start: date
    last_day: date | None = None


class Clerk:
    """Posts one thing after another about workers of their own."""

    def __init__(self, load: Load, number: int) -> None:
        self._load = load
        self._name = f"{load.mark}-{number}"
        self._random = random.Random(self._name)
        self._staff: list[Employee] = []
        self._count = 0

    async def work(self) -> None:
        what: Sequence[Callable[[], Awaitable[object]]] = (
            self.hire,
            self._change,
            self._depart,
            self._file,
            self._nonsense,
        )
        while not self._load.over:
            await self._random.choices(what, [4, 4, 2, 1, 1])[0]()
            await asyncio.sleep(self._random.uniform(0.05, 0.4))

    async def hire(self) -> Post:
        employee = self._new()
        post = self._load.new("hire", employee.external_id, self._body(employee))
        await self._load.send(post)
        self._staff.append(employee)
        return post

    async def _change(self) -> None:
        if here := self._present():
            employee = self._random.choice(here)
            day = employee.start + timedelta(days=self._random.randint(0, 200))
            body = {
                "external_id": employee.external_id,
                "valid_from": day.isoformat(),
                "placements": self._placements(),
            }
            await self._load.send(self._load.new("change", employee.external_id, body))

    async def _depart(self) -> None:
        if here := self._present():
            employee = self._random.choice(here)
            employee.last_day = employee.start + timedelta(days=self._random.randint(0, 300))
            body = {
                "external_id": employee.external_id,
                "last_day": employee.last_day.isoformat(),
                "reason": "resignation",
            }
            await self._load.send(self._load.new("departure", employee.external_id, body))

    async def _file(self) -> None:
        """A file of hires; one of its rows may be bad."""
        staff = [self._new() for _ in range(self._random.randint(2, 4))]
        rows = [self._body(employee) for employee in staff]
        if self._random.random() < 0.3:
            bad = self._body(self._new())
            bad["placements"][0]["school_number"] = "999999"
            rows.insert(self._random.randrange(len(rows) + 1), bad)
        await self._load.send(self._load.new("bulk", staff[0].external_id, rows))
        self._staff += staff

    async def _nonsense(self) -> None:
        """What has to be refused and leaves nothing behind."""
        employee = self._new()
        kind, body = "hire", self._body(employee)
        match self._random.randrange(4):
            case 0:
                body["placements"][0]["school_number"] = "999999"
            case 1:
                body["person"]["email"] = "nobody"
            case 2:
                kind = "departure"
                body = {"external_id": employee.external_id, "last_day": body["start_date"]}
            case 3 if self._staff:
                known = self._random.choice(self._staff)
                body = self._body(known)
                body["funding"] = "carrier"
                employee = known
            case _:
                kind = "change"
                body = {"external_id": employee.external_id, "valid_from": body["start_date"]}
                body["placements"] = self._placements()
        post = self._load.new(kind, employee.external_id, body, wanted=False)
        await self._load.send(post)

    def _present(self) -> list[Employee]:
        return [employee for employee in self._staff if employee.last_day is None]

    def _new(self) -> Employee:
        """Some are reported late, but not so late that the day of a survey has come."""
        self._count += 1
        start = local_date(SystemClock().now()) + timedelta(days=self._random.randint(-25, 200))
        return Employee(f"{self._name}-{self._count}", start)

    def _body(self, employee: Employee) -> dict[str, Any]:
        name = employee.external_id.lower()
        person = {"given_name": "Test", "family_name": "Person", "email": f"{name}@example.org"}
        return {
            "external_id": employee.external_id,
            "person": person,
            "start_date": employee.start.isoformat(),
            "placements": self._placements(),
            "funding": "land",
        }

    def _placements(self) -> list[dict[str, Any]]:
        schools = self._random.sample(SCHOOLS, self._random.randint(1, 2))
        return [
            {"school_number": school, "weekly_hours": self._random.choice([10, 19.5, 20.25])}
            for school in schools
        ]


def _code(answer: Response) -> str:
    try:
        return str(answer.json().get("type", ""))
    except ValueError:
        return ""
