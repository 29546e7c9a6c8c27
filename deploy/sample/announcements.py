"""What the sample's office has told others: one announcement some have confirmed, and a draft.

Over HTTP, as the office and its readers do it: whom it reaches is known once all services are up.
"""

import asyncio
import re
from collections.abc import Sequence

from httpx2 import AsyncClient

from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from shared.contracts.notifications import ANNOUNCEMENTS, OWN_ANNOUNCEMENTS, AnnouncedTo

OFFICE = "Koordinierungsstelle:"
READERS = ("Schulleitung:", "Jugendamt:")
PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.2
PUBLISHED = {
    "subject": "Neue Regeln für den Umgang mit Schülerdaten",
    "text": "zum 1. Februar gilt unsere neue Dienstanweisung zum Datenschutz."
    " Das Wichtigste:\n\n- Notizen über Schülerinnen und Schüler gehören nicht in Messenger.\n"
    "- Fotos aus Projekten brauchen eine schriftliche Einwilligung.\n"
    "- Bei einer Panne rufen Sie uns am selben Tag an.\n\n"
    "Die ganze Fassung: https://www.ldi.nrw.de/datenschutz\n\nVielen Dank!",
    "to": AnnouncedTo.EVERYBODY.value,
    "to_confirm": "ja",
    "remind_after": "7",
    "takes_joiners": "ja",
}
DRAFT = {
    "subject": "Fachtag im Frühjahr: Termin vormerken",
    "text": "unser Fachtag ist für den 15. April geplant.",
    "to": AnnouncedTo.WORKERS.value,
}
_VERSION = re.compile(r'name="version" value="(\d+)"')
_EDITION = re.compile(r'name="edition" value="(\d+)"')
_OWN = re.compile(rf'href="({OWN_ANNOUNCEMENTS}/[0-9a-f-]+)"')


async def announce(base: str, people: Sequence[Sample]) -> None:
    """Does nothing where the office has written something already."""
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        for office in [each for each in people if each.title == OFFICE][:1]:
            await enter(http, office)
            if await _has_none(http):
                await _publish(http)
                await http.post(f"{ANNOUNCEMENTS}/neu", data=DRAFT)
    for reader in [next((p for p in people if p.title == title), None) for title in READERS]:
        if reader is not None:
            async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
                await enter(http, reader)
                await _confirm(http)


async def _has_none(http: AsyncClient) -> bool:
    """Once the service knows the sign-in."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        page = await http.get(ANNOUNCEMENTS)
        if page.status_code == 200:
            return PUBLISHED["subject"] not in page.text
        await asyncio.sleep(PAUSE_SECONDS)
    return False


async def _publish(http: AsyncClient) -> None:
    address = (await http.post(f"{ANNOUNCEMENTS}/neu", data=PUBLISHED)).headers["location"]
    asked = await http.get(f"{address}/veroeffentlichen")
    if found := _VERSION.search(asked.text):
        await http.post(f"{address}/veroeffentlichen", data={"version": found[1]})


async def _confirm(http: AsyncClient) -> None:
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        page = await http.get(OWN_ANNOUNCEMENTS)
        if page.status_code == 200:
            break
        await asyncio.sleep(PAUSE_SECONDS)
    for address in _OWN.findall(page.text):
        shown = await http.get(address)
        if found := _EDITION.search(shown.text):
            await http.post(address, data={"edition": found[1]})
