"""Workshops of the sample's symposium, and what its guests choose of them."""

import re
from collections.abc import Sequence

from httpx2 import AsyncClient

from shared.contracts.gatherings import CATALOGUE

_ID = "[0-9a-f-]{36}"
_CHOICE = re.compile(rf'<option value="({_ID})"')
PROGRAMME = (
    (
        ("13:00", "14:15"),
        (
            ("Sprache im Ganztag", "Fachstelle Bildung", "Raum 1", "2"),
            ("Recht in der Schulsozialarbeit", "Jugendamt", "Raum 2", "20"),
            ("Beratung im Tandem", "Schulpsychologie", "Saal", "40"),
        ),
    ),
    (
        ("14:45", "16:00"),
        (
            ("Kinderschutz: Fälle besprechen", "Jugendamt", "Raum 1", "15"),
            ("Medien und Streit im Klassenchat", "Medienzentrum", "Raum 2", "20"),
        ),
    ),
)


async def offer_workshops(http: AsyncClient, address: str) -> None:
    """Two times of the afternoon; ``address`` is the gathering's page of the office."""
    for (starts, ends), workshops in PROGRAMME:
        dates = _CHOICE.findall((await http.get(f"{address}/workshops/zeiten/neu")).text)
        form = {"date_id": dates[0], "starts": starts, "ends": ends}
        await http.post(f"{address}/workshops/zeiten/neu", data=form)
        page = (await http.get(f"{address}/workshops")).text
        slot = re.findall(rf'workshops/zeiten/({_ID})/neu"', page)[-1]
        for title, speaker, room, size in workshops:
            form = {"title": title, "speaker": speaker, "room": room, "size": size}
            await http.post(f"{address}/workshops/zeiten/{slot}/neu", data=form)


async def limit(http: AsyncClient, address: str, size: str) -> None:
    """For the first carrier no more seats than that, and for primary schools as well; some kept."""
    carriers = _CHOICE.findall((await http.get(f"{address}/kontingente/neu")).text)
    for each in carriers[:1]:
        await http.post(f"{address}/kontingente/neu", data={"whom": each, "size": size})
    primary = {"whom": "primary", "size": size, "reserved": "10"}
    await http.post(f"{address}/kontingente/neu", data=primary)


async def choose(http: AsyncClient, gatherings: Sequence[str]) -> None:
    """Of every time the first two, where one has a seat."""
    for key in gatherings:
        at = f"{CATALOGUE}/{key}/workshops"
        slots = re.findall(rf'workshops/({_ID})"', (await http.get(at)).text)
        for slot in dict.fromkeys(slots):
            found = [*dict.fromkeys(_CHOICE.findall((await http.get(f"{at}/{slot}")).text))]
            wanted = dict(zip(("first", "second"), reversed(found), strict=False))
            await http.post(f"{at}/{slot}", data=wanted)
