"""What the sample's office offers: a full training with people who wait, and a year of dates.

Over HTTP, as the office and those who register do it: who may register is known once all services
are up.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from httpx2 import AsyncClient

from deploy.sample.qualifications import follow
from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from deploy.sample.workshops import choose, limit, offer_workshops
from shared.contracts.gatherings import CATALOGUE, GATHERINGS
from shared.working_days import is_working_day

OFFICE = "Koordinierungsstelle:"
GUESTS = ("Fachkraft:", "Schulleitung:", "Anstellungsträger:", "Jugendamt:")
PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.2
TOWN_HALL = "Rathaus Bergkamen, Sitzungszimmer 1"


@dataclass(frozen=True)
class Offer:
    """A gathering, with its dates in days from today."""

    form: Mapping[str, str]
    days: Sequence[int]
    times: tuple[str, str] = ("9:00", "16:30")
    place: str = TOWN_HALL
    link: str = ""
    opened: bool = True
    workshops: bool = False
    invites: str = ""
    guests: Sequence[str] = field(default=())


OFFERS = (
    Offer(
        {
            "kind": "training",
            "title": "Kinderschutz: Gefährdung einschätzen nach § 8a",
            "content": "Wie erkennen wir gewichtige Anhaltspunkte, wer wird wann hinzugezogen, und"
            " was dokumentieren wir?\n\nMit Fällen aus der Praxis, ohne Namen.",
            "audience": "everybody",
            "capacity": "2",
        },
        (35,),
        guests=GUESTS,
    ),
    Offer(
        {
            "kind": "working_group",
            "title": "Arbeitskreis Schulsozialarbeit",
            "content": "Unser Treffen im Quartal. Die Tagesordnung folgt eine Woche vorher.",
            "audience": "everybody",
        },
        (21,),
        times=("9:00", "12:00"),
        guests=GUESTS,
    ),
    Offer(
        {
            "kind": "qualification",
            "title": "Einstiegsqualifizierung für neue Fachkräfte",
            "content": "Drei Tage für alle, die neu beginnen: Auftrag, Netzwerk, Recht.",
            "audience": "workers",
            "capacity": "16",
            "needs_approval": "ja",
        },
        (49, 50, 51),
        guests=GUESTS[:1],
    ),
    Offer(
        {
            "kind": "symposium",
            "title": "Fachtag: Schule gemeinsam gestalten",
            "content": "Vorträge am Vormittag, Workshops am Nachmittag.",
            "audience": "public",
            "capacity": "120",
        },
        (140,),
        place="Stadthalle Bergkamen",
        workshops=True,
        invites="audience",
        guests=GUESTS[1:],
    ),
    Offer(
        {
            "kind": "exchange",
            "title": "Austausch der Koordinierungsstellen im Kreis",
            "content": "Was uns gerade beschäftigt; online.",
            "audience": "everybody",
        },
        (61,),
        times=("14:00", "15:30"),
        place="Videokonferenz",
        link="https://konferenz.example.org/austausch",
        opened=False,
    ),
    Offer(
        {
            "kind": "exchange",
            "title": "Quartalstreffen der Koordinierungsstellen",
            "content": "Für die Koordinierungsstellen aller Kommunen, diesmal bei uns.",
            "audience": "coordinators",
            "needs_approval": "ja",
        },
        (75,),
        times=("10:00", "14:00"),
    ),
    Offer(
        {
            "kind": "training",
            "title": "Kinderschutz: Gefährdung einschätzen, zweiter Termin",
            "content": "Dieselbe Fortbildung noch einmal, für alle, denen der erste Termin nicht"
            " passt.",
            "audience": "everybody",
            "capacity": "2",
        },
        (63,),
        guests=GUESTS[2:],
    ),
)
"""The last stands in for the first."""


async def convene(base: str, people: Sequence[Sample], today: date) -> None:
    """Does nothing where the office has offered something already."""
    made: list[tuple[Offer, str]] = []
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        for office in [each for each in people if each.title == OFFICE][:1]:
            await enter(http, office)
            if await _has_none(http):
                known = (await http.get(GATHERINGS)).text
                new = [each for each in OFFERS if f">{each.form['title']}<" not in known]
                made = [(each, await _offer(http, each, today)) for each in new]
                keys = {offer.form["title"]: key for offer, key in made}
                pair = [keys.get(each.form["title"], "") for each in (OFFERS[0], OFFERS[-1])]
                if all(pair):
                    tied = {"other_id": pair[1]}
                    await http.post(f"{GATHERINGS}/{pair[0]}/ersatztermine", data=tied)
    for title in GUESTS if made else ():
        guest = next((each for each in people if each.title == title), None)
        if guest is not None:
            wanted = [key for offer, key in made if title in offer.guests and offer.opened]
            sure = [key for offer, key in made if offer.form["kind"] == "symposium"]
            await _register(base, guest, wanted, sure)
    waits = next((each for each in people if each.title == GUESTS[0]), None)
    if made and waits is not None:
        await _register(base, waits, [made[-1][1]])
    if made:
        office = next(each for each in people if each.title == OFFICE)
        await follow(base, office, people, made[0][1], today)


async def _has_none(http: AsyncClient) -> bool:
    """Once the service knows the sign-in."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        page = await http.get(f"{GATHERINGS}?past=ja")
        if page.status_code == 200:
            return str(OFFERS[0].form["title"]) not in page.text
        await asyncio.sleep(PAUSE_SECONDS)
    return False


async def _offer(http: AsyncClient, offer: Offer, today: date) -> str:
    address = (await http.post(f"{GATHERINGS}/neu", data=offer.form)).headers["location"]
    starts, ends = offer.times
    for day in _working_days(today, offer.days):
        where = {"place": offer.place, "join_link": offer.link}
        form = {"day": day.isoformat(), "starts": starts, "ends": ends, **where}
        await http.post(f"{address}/termin", data=form)
    if offer.opened:
        await http.post(f"{address}/oeffnen")
    if offer.workshops:
        await offer_workshops(http, address)
        await limit(http, address, "30")
    if offer.invites:
        await _invite(http, f"{address}/einladungen/neu", {"source": offer.invites})
    return address.rpartition("/")[2]


async def _invite(http: AsyncClient, address: str, form: Mapping[str, str]) -> None:
    """Whoever the preview has shown."""
    shown = re.search(r'name="expected" value="(\d+)"', (await http.post(address, data=form)).text)
    if shown:
        await http.post(address, data={**form, "expected": shown[1]})


def _working_days(today: date, after: Sequence[int]) -> list[date]:
    found: list[date] = []
    for days in after:
        day = today + timedelta(days=days)
        while not is_working_day(day) or day in found:
            day += timedelta(days=1)
        found.append(day)
    return found


async def _register(
    base: str, guest: Sample, gatherings: Sequence[str], sure: Sequence[str] = ()
) -> None:
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, guest)
        for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
            if (await http.get(CATALOGUE)).status_code == 200:
                break
            await asyncio.sleep(PAUSE_SECONDS)
        for key in gatherings:
            await http.post(f"{CATALOGUE}/{key}", data={"waits": "ja"})
        await choose(http, gatherings)
        for key in {*sure} & {*gatherings} if guest.title != GUESTS[-1] else ():
            await http.post(f"{CATALOGUE}/{key}/annehmen")
