"""Two municipalities with the same things: whoever looks at one sees not a byte of the other."""

import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import pytest_asyncio

from deploy.services import NAMES
from shared.contracts.accounts import AccessRole, Grant
from shared.web.audience import routes_of
from tests.asking import Told, ask, cookie, reads
from tests.dashboard.conftest import connect
from tests.house import House, embedded_house
from tests.signing_in import coordinator_of
from tests.towns import BERGKAMEN, KAMEN, Town, found

pytestmark = pytest.mark.asyncio(loop_scope="module")
STREAM = "/dashboard/ereignisse/strom"
MINE = {"host": "knotenpunkt.test", "sec-fetch-site": "same-origin"}


@dataclass
class Towns:
    house: House
    north: Town
    south: Town

    async def everybody(self) -> dict[str, dict[str, str]]:
        """All who belong to the northern one, but for operators, who may see both."""
        town, given = self.north, {"program": self.north.program, "nobody": {}}
        of = {
            "worker": None,
            "carrier": town.carrier_id,
            "head": town.school_id,
            "contact": town.school_id,
        }
        grants = {"coordinator": coordinator_of(town.municipality)}
        for name, organization in of.items():
            grants[name] = Grant(
                role=AccessRole(name), municipality=town.municipality, organization_id=organization
            )
        for name, grant in grants.items():
            given[name] = {"cookie": cookie(await self.house.sign_in(grant))}
        return given

    def addresses(self) -> Iterator[str]:
        """Every GET with the ids of either town, naming one municipality, the other or none."""
        for name in NAMES:
            for route in routes_of(self.house.app.state.mounted[name]):
                path = str(route.path)
                if "GET" not in (route.methods or ()) or f"/{name}{path}" == STREAM:
                    continue
                for town in (self.north, self.south) if "{" in path else (self.north,):
                    yield from self._named(name, path, reads(route), town)

    def _named(self, service: str, path: str, read: set[str], town: Town) -> Iterator[str]:
        values = town.values | {"token": "x", "key": town.values["organization_id"]}
        filled = re.sub(r"{(\w+)(:\w+)?}", lambda each: values.get(each[1], str(uuid4())), path)
        for named in ({}, {"municipality": KAMEN}, {"municipality": BERGKAMEN}):
            if named and "municipality" not in read:
                continue
            query = named | ({"external_id": "P-4711"} if "external_id" in read else {})
            yield f"/{service}{filled}?{urlencode(query)}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Towns]:
    folder: Path = tmp_path_factory.mktemp("walls")
    async with embedded_house(folder, NAMES, municipalities={BERGKAMEN, KAMEN}) as house:
        connect(house)
        yield Towns(
            house,
            await found(house, BERGKAMEN, "Nord"),
            await found(house, KAMEN, "Sued"),
        )


def strange(told: Told, asked: str, town: Town) -> set[str]:
    """What is the town's in an answer to somebody else, but for what they have named themselves."""
    text = told.body.decode(errors="replace") + " ".join(told.headers.values())
    return {each for each in town.traces if each in text and each not in asked}


async def test_a_get_shows_nothing_of_the_other_municipality(towns: Towns) -> None:
    """Takes seconds: it is every GET times everybody times three."""
    shown, seen = [], set[str]()
    for who, headers in (await towns.everybody()).items():
        for address in towns.addresses():
            told = await ask(towns.house.app, "GET", address, headers | MINE)
            seen |= strange(told, "", towns.north)
            if alien := strange(told, address, towns.south):
                shown.append((who, address, sorted(alien)))
    assert shown == []
    assert len(seen) > 20, "a test that sees nothing of the own one would see nothing at all"


async def test_an_id_of_the_other_municipality_is_not_found(towns: Towns) -> None:
    """By whoever names their own municipality beside it."""
    headers = (await towns.everybody())["coordinator"] | MINE
    school = towns.south.values["organization_id"]
    for address in (
        f"/directory/organisationen/{school}",
        f"/directory/api/v1/organizations/{school}?municipality={BERGKAMEN}",
        f"/dashboard/geschichten/{towns.south.values['correlation_id']}",
        f"/dashboard/api/v1/journeys/{towns.south.values['correlation_id']}",
        f"/surveys/ergebnisse/{towns.south.values['survey_id']}",
    ):
        assert (await ask(towns.house.app, "GET", address, headers)).status == 404, address
