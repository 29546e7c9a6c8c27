"""What the sample's office has put into its own words: the welcome of Bergkamen.

Over HTTP, as the office does it, and before anybody is hired.
"""

import asyncio
import re
from collections.abc import Sequence

from httpx2 import AsyncClient

from deploy.sample.announcements import OFFICE, PATIENCE_SECONDS, PAUSE_SECONDS
from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from services.notifications.texts.values import TEXTS

WELCOME = f"{TEXTS}/welcome"
WARM = """Guten Tag {name},

wie schön, dass Sie zu uns kommen! In {kommune} arbeiten rund vierzig Menschen in der \
Schulsozialarbeit, und alle haben einmal so angefangen wie Sie: mit vielen Namen, vielen Türen und \
einer Schule, die sich erst finden lassen will. Lassen Sie sich Zeit damit.

{stelle}

{schritte}

Jeden ersten Dienstag im Monat trinken wir um 15 Uhr zusammen Kaffee im Stadtmuseum. Kommen Sie \
einfach dazu; vorbereiten müssen Sie nichts.

{kontakt}

{beratung}

Wir freuen uns auf Sie!
Ihre Koordinierungsstelle"""
_VERSION = re.compile(r'name="version" value="(\d+)"')


async def put_in_own_words(base: str, people: Sequence[Sample]) -> None:
    """Does nothing where the office has written one already."""
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        for office in [each for each in people if each.title == OFFICE][:1]:
            await enter(http, office)
            if await _is_usual(http):
                draft = {"subject": "", "text": WARM, "version": "0"}
                await http.post(f"{WELCOME}/bearbeiten", data=draft)
                preview = await http.get(f"{WELCOME}/vorschau")
                if found := _VERSION.search(preview.text):
                    await http.post(f"{WELCOME}/vorschau", data={"version": found[1]})


async def _is_usual(http: AsyncClient) -> bool:
    """Once the service knows the sign-in."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        page = await http.get(WELCOME)
        if page.status_code == 200:
            return "Fassung 1" not in page.text
        await asyncio.sleep(PAUSE_SECONDS)
    return False
