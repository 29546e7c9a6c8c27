"""What the sample's office follows: child protection, which soon runs out for somebody.

Over HTTP, like its gatherings: people have attended trainings elsewhere, and the office has seen
the proof of some.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, timedelta

from httpx2 import AsyncClient

from deploy.sample.meetings import TRAINING
from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from shared.contracts.certificates import OWN_CERTIFICATES, QUALIFICATIONS
from shared.contracts.gatherings import GATHERINGS

PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.2
KINDS = (
    {
        "name": "Kinderschutz nach § 8a",
        "units": "8",
        "months": "24",
        "asked": "ja",
        "prolong_units": "4",
        "reactivation_months": "6",
        "version": "0",
    },
    {
        "name": "Einstiegsqualifizierung",
        "units": "20",
        "gathering_kind": "qualification",
        "version": "0",
    },
)
ATTENDED = (
    ("Fachkraft:", "Kinderschutz in der Schule: Grundkurs", "LWL-Landesjugendamt", 685, True),
    ("Fachkraft:", "Gespräche mit Eltern bei Verdacht", "Bildungswerk Unna", 20, False),
    ("Schulleitung:", "Schutzkonzepte an Schulen", "Bezirksregierung Arnsberg", 200, True),
    ("Anstellungsträger:", "Insoweit erfahrene Fachkraft, Aufbau", "DRK-Akademie", 760, True),
)
"""Whose it is, what, where, so many days ago, and whether the office has seen the proof."""


async def follow(
    base: str, office: Sample, people: Sequence[Sample], training: str, today: date
) -> None:
    """Once, for the gatherings that were just offered."""
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, office)
        await _known(http, QUALIFICATIONS)
        kinds = [await _kind(http, each) for each in KINDS]
        for each in (training, *await _past(http)):
            await http.post(f"{QUALIFICATIONS}/arten/fuer/{each}", data={"kinds": kinds[0]})
        for title, what, where, days, seen in ATTENDED:
            guest = next((each for each in people if each.title == title), None)
            if guest is None:
                continue
            day = today - timedelta(days=days)
            key = await _record(base, guest, what, where, day, kinds[0])
            if seen and key:
                said = {"kind": kinds[0], "note": "Original der Bescheinigung"}
                await http.post(f"{QUALIFICATIONS}/extern/{key}", data=said)


async def _known(http: AsyncClient, address: str) -> None:
    """Until the service knows the sign-in."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        if (await http.get(address)).status_code == 200:
            return
        await asyncio.sleep(PAUSE_SECONDS)


async def _past(http: AsyncClient) -> list[str]:
    """The training of the year behind us, whose certificates count as well."""
    listed = (await http.get(GATHERINGS, params={"text": TRAINING.title, "past": "true"})).text
    found = re.findall(
        rf'{GATHERINGS}/([0-9a-f-]{{36}})"[^>]*>\s*{re.escape(TRAINING.title)}', listed
    )
    return found[:1]


async def _kind(http: AsyncClient, form: dict[str, str]) -> str:
    sent = await http.post(f"{QUALIFICATIONS}/arten/neu", data=form)
    return sent.headers["location"].rpartition("/")[2]


async def _record(base: str, guest: Sample, what: str, where: str, day: date, kind: str) -> str:
    form = {
        "title": what,
        "provider": where,
        "day": day.isoformat(),
        "units": "8",
        "proof": f"Teilnahmebescheinigung vom {day:%d.%m.%Y}",
        "kind": kind,
    }
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, guest)
        await _known(http, OWN_CERTIFICATES)
        sent = await http.post(f"{OWN_CERTIFICATES}/extern/neu", data=form)
    return sent.headers.get("location", "").rpartition("/")[2]
