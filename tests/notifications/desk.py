"""An office at its desk: it writes what its mails say."""

import re
from html import unescape
from typing import Any

from httpx2 import AsyncClient, Response

from services.notifications.mails.values import every_kind
from services.notifications.texts.values import TEXTS
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from tests.house import BERGKAMEN, House
from tests.notifications.test_preferences import door
from tests.signing_in import coordinator_of

OWN = "Hallo {vorname},\n\nwillkommen an Bord in {kommune}!\n\n{stelle}\n\n{beratung}\n\nIhr Team"


def usual(kind: str) -> str:
    wording = every_kind()[LetterKind(kind)].wording
    assert wording is not None
    return wording.text


class Writing:
    """A coordinator's browser."""

    def __init__(self, http: AsyncClient, kind: str = "welcome") -> None:
        self.http = http
        self.page = f"{TEXTS}/{kind}"

    async def see(self, below: str = "", **query: str) -> str:
        return unescape((await self.http.get(f"{self.page}{below}", params=query)).text)

    async def save(
        self, text: str = OWN, subject: str = "", version: int | None = None
    ) -> Response:
        seen = await self.version() if version is None else version
        data = {"subject": subject, "text": text, "version": str(seen)}
        return await self.http.post(f"{self.page}/bearbeiten", data=data)

    async def version(self) -> int:
        found = re.search(r'name="version" value="(\d+)"', await self.see("/bearbeiten"))
        assert found
        return int(found[1])

    async def hold(self, version: int | None = None) -> Response:
        seen = await self.version() if version is None else version
        return await self.http.post(f"{self.page}/vorschau", data={"version": str(seen)})

    async def publish(self, text: str = OWN, subject: str = "") -> None:
        for answer in (await self.save(text, subject), await self.hold()):
            assert answer.status_code == 303, unescape(answer.text)


async def office(
    house: House, municipality: str = BERGKAMEN, kind: str = "welcome", person: Any = None
) -> Writing:
    return Writing(await door(house, person or new_id(), coordinator_of(municipality)), kind)


def refused(answer: Response, text: str) -> bool:
    return answer.status_code in (409, 422) and text in unescape(answer.text)
