"""The list of accounts: found, filtered, saved."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlalchemy import select

from services.directory.organizations.models import Organization
from tests.directory.test_accounts import LIST, browser_of, invite, office, said
from tests.directory.test_accounts import embedded as house
from tests.house import House
from tests.signing_in import OPERATOR

__all__ = ["house", "office"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def operator(house: House) -> AsyncGenerator[AsyncClient]:
    async with browser_of(house, OPERATOR) as client:
        yield client


async def of_kind(house: House, kind: str) -> str:
    query = select(Organization.id).where(Organization.kind == kind).limit(1)
    [(found,)] = await house.rows("directory", query)
    return str(found)


async def test_an_invited_person_is_found_however_the_name_is_spelt(
    house: House, office: AsyncClient
) -> None:
    address = "gefunden.werden@example.org"
    made = await invite(office, address=address)
    for text in ("Mueller", "muller oz", "änne", "GEFUNDEN.werden@"):
        answer = await office.post(LIST, data={"text": text})
        assert answer.status_code == 303
        where = answer.headers["location"]
        assert text.lower() not in where.lower()
        page = await office.get(where)
        assert f"{LIST}/{made}" in page.text
    nothing = await office.post(LIST, data={"text": "Niemandsland"})
    assert "Nichts gefunden" in said(await office.get(nothing.headers["location"]))
    everything = await office.post(LIST, data={"text": "", "role": ""})
    assert everything.headers["location"] == LIST


async def test_the_list_is_filtered_by_role(house: House, office: AsyncClient) -> None:
    school = await of_kind(house, "school")
    head = await invite(office, role="head", organization_id=school)
    found = await office.post(LIST, data={"text": "Müller-Öz", "role": "head"})
    page = await office.get(found.headers["location"])
    assert f"{LIST}/{head}" in page.text
    other = await office.post(LIST, data={"text": "Müller-Öz", "role": "carrier"})
    assert f"{LIST}/{head}" not in (await office.get(other.headers["location"])).text


async def test_the_list_becomes_a_file_with_the_roles(office: AsyncClient) -> None:
    file = (await office.get(LIST, params={"als": "csv"})).text
    assert "Name;Adresse zum Anmelden;Rollen" in file
    assert "Schulleitung, " in file


async def test_operators_see_in_which_municipality_a_role_is(
    house: House, operator: AsyncClient
) -> None:
    assert "Koordinierungsstelle, Stadt Bergkamen" in (await operator.get(LIST)).text
