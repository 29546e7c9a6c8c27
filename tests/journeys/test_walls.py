"""Two municipalities with the same things: whoever looks at one sees not a byte of the other."""

import re
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from deploy.services import NAMES
from services.directory.accounts.models import SignInAddress
from services.directory.identities.models import Identity
from services.directory.identities.values import LinkedBy
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.gatherings import GUESTS
from shared.web.audience import routes_of
from shared.web.audit import looked
from tests.architecture.test_audited import depends_on
from tests.asking import Told, ask, cookie, reads
from tests.dashboard.conftest import connect
from tests.house import House, embedded_house
from tests.signing_in import OPERATOR, coordinator_of
from tests.town import Town
from tests.towns import BERGKAMEN, KAMEN, found

pytestmark = pytest.mark.asyncio(loop_scope="module")
STREAMS = {"/dashboard/ereignisse/strom", "/notifications/mitteilungen/strom"}
ADDRESS = re.compile(rb"nord[\w.]*@", re.IGNORECASE)
"""Of somebody in the northern town."""
UNRECORDED = {
    "/directory/meine-schulen": "whom one may ask, who would otherwise be watched at work",
    "/directory/mein-eintrag": "what others see of oneself",
    "/directory/api/v1/workers": "a program's, of its own carrier's people (0028)",
    "/directory/api/v1/workers/{worker_id}": "a program's, of its own carrier's people (0028)",
}
"""Pages with the addresses of others that leave no entry."""
PUBLIC = re.compile(
    r"/(directory/(datenschutz|oeffentlich|api/v1/public)|surveys/oeffentlich)(/.*)?"
)
"""What a municipality shows to anybody: names of its organizations, and no people by themselves."""
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
            is_worker = grant.role is AccessRole.WORKER
            who = UUID(town.values["worker_id"]) if is_worker else None
            given[name] = {"cookie": cookie(await self.house.sign_in(grant, person_id=who))}
        return given

    def addresses(self) -> Iterator[tuple[str, str, bool]]:
        """Every GET with the ids of either town, naming one municipality, the other or none.

        And the path as it is declared, and whether a look at it is recorded.
        """
        for name in NAMES:
            for route in routes_of(self.house.app.state.mounted[name]):
                path = str(route.path)
                if "GET" not in (route.methods or ()) or f"/{name}{path}" in STREAMS:
                    continue
                dependant = getattr(route, "dependant", None)
                recorded = dependant is not None and depends_on(dependant, looked.dependency)
                for town in (self.north, self.south) if "{" in path else (self.north,):
                    for address in self._named(name, path, reads(route), town):
                        yield address, f"/{name}{path}", recorded

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
        towns = Towns(
            house,
            await found(house, BERGKAMEN, "Nord"),
            await found(house, KAMEN, "Sued"),
        )
        for town, mark in ((towns.north, "nord"), (towns.south, "sued")):
            await give_account(towns.house, town, mark)
        yield towns


async def give_account(house: House, town: Town, mark: str) -> None:
    """An address to sign in with, and an account at a provider that knows another."""
    person_id = UUID(town.values["account_id"])
    identity = Identity(
        id=uuid4(),
        issuer="https://provider.example",
        subject=mark,
        sub=mark,
        person_id=person_id,
        linked_by=LinkedBy.OFFICE,
        address=f"{mark}.dort@example.org",
        roles=[],
    )
    async with house.context("directory").database.transaction() as uow:
        address = f"{mark}.hier@example.org"
        uow.session.add(SignInAddress(address=address, person_id=person_id, verified_at=None))
        uow.session.add(identity)
    town.traces |= {address, str(identity.address)}


def strange(told: Told, asked: str, town: Town) -> set[str]:
    """What is the town's in an answer to somebody else, but for what they have named themselves."""
    text = told.body.decode(errors="replace") + " ".join(told.headers.values())
    return {each for each in town.traces if each in text and each not in asked}


@dataclass
class Seen:
    """What everybody has seen: of the other town, of their own, and where somebody's address."""

    alien: list[tuple[str, str, list[str]]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    addresses: defaultdict[bool, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Paths, by whether a look at them is recorded."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(towns: Towns) -> Seen:
    """Takes seconds: it is every GET times everybody times three."""
    seen, everybody = Seen(), await towns.everybody()
    everybody["operator"] = {"cookie": cookie(await towns.house.sign_in(OPERATOR))}
    for who, headers in everybody.items():
        for address, path, recorded in towns.addresses():
            told = await ask(towns.house.app, "GET", address, headers | MINE)
            if ADDRESS.search(told.body):
                seen.addresses[recorded].add(path)
            if who == "operator":
                continue
            seen.own |= strange(told, "", towns.north)
            shown = towns.south.names if PUBLIC.fullmatch(path) else set()
            shown |= towns.south.open if path.startswith(f"{GUESTS}/") else set()
            if alien := strange(told, address, towns.south) - shown:
                seen.alien.append((who, address, sorted(alien)))
    return seen


async def test_a_get_shows_nothing_of_the_other_municipality(seen: Seen) -> None:
    assert seen.alien == []
    assert len(seen.own) > 20, "a test that sees nothing of the own one would see nothing at all"


async def test_who_looks_at_the_address_of_somebody_is_recorded(seen: Seen) -> None:
    assert seen.addresses[False] == set(UNRECORDED)
    assert "/directory/konten/{person_id}" in seen.addresses[True]


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
