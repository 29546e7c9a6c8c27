"""In the sample the office and a carrier have looked at the worker's page, and she sees that.

Over HTTP, as they do it by a click; each look is recorded as any other.
"""

import asyncio
from collections.abc import Sequence

from httpx2 import AsyncClient

from deploy.sample.visitors import SAME_ORIGIN, Sample, enter
from shared.contracts.privacy import OWN_DATA

LOOKING = ("Koordinierungsstelle:", "Anstellungsträger:")
WORKER = "Fachkraft:"
SEEN = ": angesehen<"
"""As a line of the list ends; the words alone stand in what is said above it."""


async def look_at(base: str, people: Sequence[Sample], pages: Sequence[str]) -> None:
    """Does nothing where she has been looked at already."""
    known = {each.title: each for each in reversed(people)}
    if WORKER not in known:
        return
    async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
        await enter(http, known[WORKER])
        if SEEN in (await http.get(f"{OWN_DATA}/zugriffe")).text:
            return
    for title in LOOKING:
        if title in known:
            async with AsyncClient(base_url=base, timeout=10, headers=SAME_ORIGIN) as http:
                await enter(http, known[title])
                await asyncio.gather(*(http.get(each) for each in pages))
