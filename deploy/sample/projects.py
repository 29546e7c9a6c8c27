"""What the sample's network does together: a project with steps, a statement, a speaker.

Over HTTP, as the office does it, once there are gatherings.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, timedelta

from httpx2 import AsyncClient

from deploy.sample.gatherings import PATIENCE_SECONDS, PAUSE_SECONDS
from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from shared.contracts.gatherings import GATHERINGS
from shared.contracts.meetings import ACTIONS
from shared.contracts.projects import PROJECTS, STATEMENTS

OFFICE, WORKER = "Koordinierungsstelle:", "Fachkraft:"
GROUP = "Arbeitskreis Schulsozialarbeit"
GOAL = (
    "Schulen merken früher, wenn jemand immer öfter fehlt, und wissen, wen sie ansprechen.\n\n"
    "Bis zum Sommer gibt es einen gemeinsamen Ablauf für alle Schulen in Bergkamen."
)
RESULT = (
    "Elf Schulen haben ihre Pausenhöfe mit Kindern geplant; vier sind umgebaut.\n\n"
    "Was andere brauchen: einen Nachmittag Zeit, einen Plan des Hofs und jemanden vom Bauhof."
)
TEXT = (
    "Schulsozialarbeit braucht Verlässlichkeit. Wer Beziehungen aufbaut, braucht eine Stelle, die"
    " länger läuft als ein Schuljahr.\n\nWir fordern, befristete Stellen zu entfristen und die"
    " Förderung frühzeitig zuzusagen."
)
NEWER = TEXT + "\n\nBeides kostet kein zusätzliches Geld und spart jedes Jahr neue Einarbeitung."


async def agree(base: str, people: Sequence[Sample], today: date) -> None:
    """Does nothing where there is a project already."""
    known = {each.title: each for each in people}
    if OFFICE not in known or WORKER not in known:
        return
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, known[OFFICE])
        if "Schulabsentismus" in await _answered(http):
            return
        await _projects(http, known[OFFICE].name, known[WORKER].name, today)
        statements = await _statements(http, today)
        await _elect(http, known[WORKER].name, today)
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, known[WORKER])
        await _answered(http)
        said = {"text": "Bitte noch die Zahl der befristeten Stellen nennen."}
        await http.post(f"{statements[0]}/kommentare", data=said)


async def _answered(http: AsyncClient) -> str:
    """The list of projects, once the service knows the sign-in."""
    page = await http.get(PROJECTS)
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        if page.status_code == 200:
            break
        await asyncio.sleep(PAUSE_SECONDS)
        page = await http.get(PROJECTS)
    return page.text


async def _projects(http: AsyncClient, office: str, worker: str, today: date) -> None:
    absent = {
        "title": "Gemeinsam gegen Schulabsentismus",
        "goal": GOAL,
        "carried_by": GROUP,
        "who": office,
        "partners": "Jugendamt Bergkamen\nSchulaufsicht\nRegionale Schulberatungsstelle",
        "starts_on": (today - timedelta(days=60)).isoformat(),
        "ends_on": (today + timedelta(days=210)).isoformat(),
        "state": "running",
    }
    project = (await http.post(f"{PROJECTS}/neu", data=absent)).headers["location"]
    steps = (
        ("Fehlzeiten-Abläufe der Schulen sammeln", office, 14),
        ("Entwurf eines gemeinsamen Ablaufs", worker, 45),
    )
    for title, who, days in steps:
        step = {"title": title, "who": who, "due_on": (today + timedelta(days=days)).isoformat()}
        await http.post(f"{ACTIONS}/schritt/{project.rpartition('/')[2]}", data=step)
    yards = {"title": "Pausenhöfe, die Kinder planen", "goal": "Höfe, auf denen alle Platz haben."}
    done = {"carried_by": GROUP, "partners": "Bauhof\nSchülervertretungen", "state": "done"}
    project = (await http.post(f"{PROJECTS}/neu", data=yards | done)).headers["location"]
    result = {"result": RESULT, "published": "ja", "version": "1"}
    await http.post(f"{project}/ergebnis/schreiben", data=result)


async def _statements(http: AsyncClient, today: date) -> list[str]:
    """One that is discussed, one that is voted on, and a draft."""
    titles = (
        "Stellen der Schulsozialarbeit entfristen",
        "Räume für vertrauliche Gespräche in jeder Schule",
        "Schulsozialarbeit im Ganztag",
    )
    found = []
    for title in titles:
        form = {"title": title, "text": TEXT, "audience": "everybody"}
        found.append((await http.post(f"{STATEMENTS}/neu", data=form)).headers["location"])
    for address in found[:2]:
        await http.post(f"{address}/diskutieren")
    newer = {"title": titles[0], "text": NEWER, "version": "2"}
    await http.post(f"{found[0]}/bearbeiten", data=newer)
    ballot = {"ballot": "hidden", "last_day": (today + timedelta(days=14)).isoformat()}
    await http.post(f"{found[1]}/abstimmung", data=ballot)
    return found


async def _elect(http: AsyncClient, name: str, today: date) -> None:
    page = (await http.get(GATHERINGS)).text
    found = re.search(rf'{GATHERINGS}/([0-9a-f-]{{36}})"[^>]*>{GROUP}<', page)
    if found is None:
        return
    term = {"since": today.isoformat(), "until": (today + timedelta(days=730)).isoformat()}
    await http.post(f"{GATHERINGS}/{found[1]}/sprecher/neu", data={"who": name} | term)
