"""Who changed or looked at what: for a municipality's office, and for the person themselves."""

import re
from collections.abc import AsyncGenerator
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import select

from deploy.services import NAMES
from services.directory.accesses.values import THINGS, said
from services.directory.merges.forms import MergeForm
from services.directory.merges.use_cases import merge
from services.directory.merges.values import Both
from services.directory.organizations.models import organizations
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.services import TITLES
from shared.messaging.event import Cause
from shared.messaging.tables import audit, audit_checks
from shared.web.audience import Audience, audience_of, routes_of
from shared.web.audit import _objects_of, looked
from shared.web.sessions.person import Me
from tests.architecture.test_audited import UNSAFE, depends_on
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House, embedded_house
from tests.journeys.carrier import Carrier
from tests.signing_in import coordinator_of
from tests.towns import KAMEN

pytestmark = pytest.mark.asyncio(loop_scope="module")
OFFICE, OWN = "/directory/zugriffe", "/directory/meine-daten/zugriffe"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    folder = tmp_path_factory.mktemp("accesses")
    async with embedded_house(folder, NAMES, municipalities={BERGKAMEN, KAMEN}) as house:
        yield house


async def at(house: House, *grants: Grant, person_id: UUID | None = None) -> AsyncClient:
    return AsyncClient(
        transport=ASGITransport(app=house.app),
        base_url=URL,
        headers={"sec-fetch-site": "same-origin"},
        cookies=await house.sign_in(*grants, person_id=person_id),
    )


async def lines(http: AsyncClient, address: str) -> list[list[str]]:
    """The cells of the list, row by row."""
    answer = await http.get(address)
    assert answer.status_code == 200, answer.text
    table = answer.text.partition("<tbody")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    texts = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>|\s+", " ", each)).strip() for each in row] for row in texts]


async def hired(house: House, number: str) -> dict[str, Any]:
    receipt = await (await Carrier.of(house)).hire(external_id=number)
    await house.quiet()
    return receipt


async def clerk_of(house: House, receipt: dict[str, Any]) -> Grant:
    query = select(organizations.c.id).where(organizations.c.name.startswith("Trägerverein"))
    found = (await house.rows("directory", query)) or await house.rows(
        "directory", select(organizations.c.id).where(organizations.c.kind == "carrier")
    )
    return Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=found[0].id)


def worker(municipality: str = BERGKAMEN) -> Grant:
    return Grant(role=AccessRole.WORKER, municipality=municipality)


async def test_a_person_sees_who_looked_in_whatever_service_and_not_themselves(
    house: House,
) -> None:
    receipt = await hired(house, "Z-1")
    who = UUID(receipt["worker_id"])
    office = await at(house, coordinator_of(BERGKAMEN))
    mine = await at(house, worker(), person_id=who)
    assert "Bisher niemand" in (await mine.get(OWN)).text
    await mine.get(f"/directory/personen/{who}")
    await office.get(f"/directory/fachkraefte/{receipt['employment_id']}")
    await office.get(f"/trainings/teilnahmen/{who}")
    told = await lines(mine, OWN)
    assert [each[1:] for each in told] == [
        ["Koordinierungsstelle", "Teilnahmen einer Person: angesehen", "Begleitung"],
        ["Koordinierungsstelle", "Fachkraft: angesehen", "Verzeichnis"],
    ]


async def test_who_was_merged_sees_what_was_done_with_either(house: House) -> None:
    first, second = await hired(house, "Z-2"), await hired(house, "Z-3")
    ids = [UUID(each["worker_id"]) for each in (first, second)]
    office = await at(house, coordinator_of(BERGKAMEN))
    for each in ids:
        await office.get(f"/trainings/teilnahmen/{each}")
    me = Me(BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, Cause(BERGKAMEN, uuid4()), uuid4())
    chosen = dict.fromkeys(("survivor", "name", "email", "languages", "hours"), "first")
    async with house.context("directory").database.transaction() as uow:
        await merge(uow, me, Both(BERGKAMEN, *ids), MergeForm.model_validate(chosen))
    await house.quiet()
    mine = await at(house, worker(), person_id=ids[0])
    looks = [each for each in await lines(mine, OWN) if each[3] == "Begleitung"]
    assert len(looks) == 2
    asked = await lines(office, f"{OFFICE}?person={ids[0]}")
    assert len([each for each in asked if each[5] == "Begleitung"]) == 2


async def test_nobody_sees_looks_at_somebody_else_nor_an_office_another_municipality(
    house: House,
) -> None:
    receipt = await hired(house, "Z-4")
    who = receipt["worker_id"]
    office = await at(house, coordinator_of(BERGKAMEN))
    await office.get(f"/trainings/teilnahmen/{who}")
    stranger = await at(house, worker(), person_id=uuid4())
    assert await lines(stranger, OWN) == []
    other = await at(house, coordinator_of(KAMEN))
    for path in (f"{OFFICE}?person={who}", f"{OFFICE}?gegenstand={who}", OFFICE):
        assert all("Teilnahmen" not in each[3] for each in await lines(other, path))
    assert any("Teilnahmen" in each[3] for each in await lines(office, OFFICE))


async def test_an_office_finds_by_name_and_what_was_done_and_goes_from_page_to_page(
    house: House,
) -> None:
    receipt = await hired(house, "Z-5")
    office = await at(house, coordinator_of(BERGKAMEN))
    for _ in range(30):
        await office.get(f"/trainings/teilnahmen/{receipt['worker_id']}")
    led = await office.post(OFFICE, data={"text": "Mara", "act": "look"})
    found = await lines(office, led.headers["location"])
    assert len(found) == 25
    assert {each[3] for each in found} == {"Teilnahmen einer Person: angesehen"}
    assert found[0][4].startswith("Mara ")
    page = (await office.get(led.headers["location"])).text
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', page)[0])
    rest = await lines(office, following)
    assert len(rest) >= 5
    back = unescape(re.findall(r'rel="prev" href="([^"]+)"', (await office.get(following)).text)[0])
    assert await lines(office, back) == found


async def test_a_file_of_it_is_recorded_and_whole(house: House) -> None:
    office = await at(house, coordinator_of(BERGKAMEN))
    answer = await office.get(f"{OFFICE}?als=csv")
    assert answer.text.count("\n") > 25
    query = select(audit.c.action).order_by(audit.c.position.desc()).limit(2)
    recorded = {each.action for each in await house.rows("directory", query)}
    assert recorded == {"export", "GET /zugriffe"}


async def test_a_chain_that_is_broken_is_said(house: House) -> None:
    async with house.context("surveys").database.transaction() as uow:
        row = {"number": 0, "checked_at": uow.now, "broken_at": uow.now}
        await uow.session.execute(
            audit_checks.insert().values(tenant=BERGKAMEN, fault="entries", fault_number=3, **row)
        )
    office = await at(house, coordinator_of(BERGKAMEN))
    assert "Das Protokoll ist verändert worden" in (await office.get(OFFICE)).text


async def test_a_service_that_is_away_is_named_and_the_rest_shown(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    office = await at(house, coordinator_of(BERGKAMEN))
    await office.post("/directory/organisationen/neu", data={"name": "N", "kind": "carrier"})
    page = (await office.get(f"{OFFICE}?als=csv")).text
    assert "Zurzeit antwortet nicht: Begleitung, Befragungen, Nachrichten, Überblick" in page


async def test_a_person_sees_that_the_office_asked_for_them_held_them_and_entered_an_erasure(
    house: House,
) -> None:
    who = UUID((await hired(house, "Z-6"))["worker_id"])
    office = await at(house, coordinator_of(BERGKAMEN))
    paper = "/directory/auskunft-auf-papier"
    page = (await office.post(f"{paper}/{who}", data={"reason": "Brief"})).headers["location"]
    await house.quiet()
    request_id = page.rpartition("/")[2]
    assert (await office.get(f"{paper}/{request_id}/datei")).status_code == 200
    part = f"/trainings/api/v1/privacy-parts/office/{request_id}"
    assert (await office.get(part)).status_code == 200
    hold = {"reason": "51-12", "last_day": local_date(house.clock.now()).isoformat()}
    await office.post(f"/directory/loeschsperren/fuer/{who}", data=hold)
    await office.post(f"/directory/auskunft-und-loeschung/fuer/{who}")
    told = {each[2] for each in await lines(await at(house, worker(), person_id=who), OWN)}
    assert {
        "Auskunft auf Papier: verlangt",
        "Auskunft auf Papier: als Datei gespeichert",
        "Löschsperre einer Person: gesetzt",
        "Verlangen, gelöscht zu werden: eingetragen",
    } <= told
    looks = await house.rows("trainings", select(audit.c.action, audit.c.object_id))
    assert ("GET /api/v1/privacy-parts/office/{request_id}", request_id) in map(tuple, looks)


async def test_who_only_asks_has_not_erased() -> None:
    asked = said("POST /meine-daten/loeschen", "meine-daten")
    assert asked == "Eigene Daten: Löschung verlangt"
    assert said("GET /arten/fuer/{gathering_id}", "fuer") == "Veranstaltung: angesehen"


async def test_everything_that_is_recorded_has_a_word(house: House) -> None:
    """And every service is asked."""
    kinds = set()
    for name in NAMES:
        for route in routes_of(house.app.state.mounted[name]):
            if audience_of(route) not in (Audience.PERSON, Audience.PROGRAM):
                continue
            look = depends_on(route.dependant, looked.dependency)
            if look or UNSAFE & set(route.methods or ()):
                kinds |= {kind for kind, _ in _objects_of(str(route.path), {})}
    assert kinds - THINGS.keys() == set()
    assert set(TITLES) == set(NAMES)
