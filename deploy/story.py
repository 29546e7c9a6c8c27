"""Posts the sample hire through the public API, and tells the story it causes as it happens."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from typing import Any

from httpx2 import AsyncClient, HTTPError, Response

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from deploy.sample.accounts import CLERK, OPERATOR
from deploy.sample.announcements import announce
from deploy.sample.gatherings import convene
from deploy.sample.looks import look_at
from deploy.sample.projects import agree
from deploy.sample.texts import put_in_own_words
from deploy.sample.visitors import SAME_ORIGIN, Sample, enter, sample_people
from shared.clock import SystemClock, local_date
from shared.settings import Settings

POLL_SECONDS = 0.1
QUIET_SECONDS = 1.5
PATIENCE_SECONDS = 60.0

HIRE = {
    "external_id": "P-2027-001",
    "person": {
        "given_name": "Mara",
        "family_name": "Lindenschmidt",
        "email": "mara.lindenschmidt@example.org",
    },
    "start_date": "2027-02-01",
    "placements": [
        {"school_number": "100001", "weekly_hours": 19.5},
        {"school_number": "100005", "weekly_hours": 19.5},
    ],
    "funding": "land",
    "fixed_term_until": None,
}


class StoryFailed(Exception):
    """The running system did not answer as it should; the text says what it said."""


async def narrate(settings: Settings) -> None:
    """Tell the story; if it cannot be told, say why and stay up."""
    try:
        await tell(settings.base_url)
    except StoryFailed as error:
        print(f"The story broke off: {error}", file=sys.stderr, flush=True)


async def tell(base: str) -> None:
    """Print the story line by line; told again after a restart, it is the same story."""
    async with AsyncClient(base_url=base, timeout=10) as http:
        people = await _enter(http)
        await put_in_own_words(base, people)
        receipt = await _hire(http)
        people = await _give_access(base, people, receipt["employment_id"])
        story = receipt["correlation_id"]
        print(f"\n  The carrier's system posted a hire: {base}/dashboard/geschichten/{story}\n")
        count = 0
        async for event in _events(http, story):
            print(f"  {event['offset_ms']:>9.1f} ms  {event['source']:<14} {event['words']}")
            count += 1
        print(f"\n  {count} events. Look around at {base}/directory/anmelden as")
        for person in people:
            print(f"    {person.title} {person.name}")
        print("  and read on:")
    for words, path in _PAGES:
        print(f"    {words:<42} {base}{path}")
    print(f"    {'This story as a diagram':<42} {base}/dashboard/geschichten/{story}")
    await announce(base, people)
    today = local_date(SystemClock().now())
    await convene(base, people, today)
    await agree(base, people, today)
    await look_at(base, people, [f"/directory/fachkraefte/{receipt['employment_id']}"])
    print("\n  Running until Ctrl-C.", flush=True)


_PAGES = (
    ("Start page", "/dashboard/"),
    ("Schools, carriers and partners", "/directory/organisationen"),
    ("Events as they happen", "/dashboard/ereignisse"),
    ("The mails, with their signed links", "/notifications/postfach"),
    ("Surveys and their results", "/surveys/"),
)


async def _enter(http: AsyncClient) -> Sequence[Sample]:
    """Sign in as the sample's operator, and wait until the dashboard knows it."""
    people: Sequence[Sample] = []
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        try:
            if not people:
                people = await sample_people(http)
                for operator in [each for each in people if each.title == OPERATOR][:1]:
                    await enter(http, operator)
            if (await http.get("/dashboard/readiness")).status_code == 200:
                return people
        except HTTPError:
            people = []
        await asyncio.sleep(POLL_SECONDS)
    raise StoryFailed("The services did not become ready within a minute.")


async def _hire(http: AsyncClient) -> dict[str, Any]:
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    token = _checked(await http.post("/directory/oauth/token", data=form))["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": HIRE["external_id"]}
    return _checked(await http.post("/directory/api/v1/hires", json=HIRE, headers=headers))  # type: ignore[arg-type]


async def _give_access(base: str, people: Sequence[Sample], employment: str) -> Sequence[Sample]:
    """Let the hired one sign in, as the carrier's clerk does on a page; all who are offered now."""
    async with AsyncClient(base_url=base, timeout=10) as http:
        for clerk in [each for each in people if each.title == CLERK][:1]:
            await enter(http, clerk)
            page = f"/directory/fachkraefte/{employment}/anmeldung"
            _refuse(await http.post(page, headers=SAME_ORIGIN))
        return await sample_people(http)


async def _events(http: AsyncClient, story: str) -> AsyncGenerator[dict[str, Any]]:
    """Each event of the story once, until nothing more comes for a while."""
    told: set[str] = set()
    quiet = 0.0
    waited = 0.0
    while quiet < QUIET_SECONDS or not told:
        answer = await http.get(f"/dashboard/api/v1/journeys/{story}")
        events = [] if answer.status_code == 404 else _checked(answer)["events"]
        new = [event for event in events if event["id"] not in told]
        for event in sorted(new, key=lambda each: each["offset_ms"]):
            told.add(event["id"])
            yield event
        quiet = 0.0 if new else quiet + POLL_SECONDS
        waited += POLL_SECONDS
        if waited > PATIENCE_SECONDS:
            raise StoryFailed("The story did not come to an end within a minute.")
        await asyncio.sleep(POLL_SECONDS)


def _refuse(answer: Response) -> None:
    if answer.status_code >= 400:
        raise StoryFailed(f"{answer.request.url.path}: {answer.status_code} {answer.text}")


def _checked(answer: Response) -> dict[str, Any]:
    _refuse(answer)
    body: dict[str, Any] = answer.json()
    return body
