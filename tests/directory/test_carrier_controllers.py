"""Each carrier answers for its own data: the office and its clerk say who."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.organizations.models import organizations
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import OTHER_CARRIER, Desk, desk
from tests.house import BERGKAMEN
from tests.pdf_text import lines
from tests.signing_in import coordinator_of

__all__ = ["desk"]
HTML = {"accept": "text/html"}
LIST, API = "/directory/verantwortliche-stelle/traeger", "/directory/api/v1/carrier-controllers"
SAID = {
    "name": "Kirchenkreis <Unna>",
    "officer_email": "datenschutz@kirche.example",
    "law": "dsg_ekd",
    "version": "1",
}


async def id_of(desk: Desk, name: str) -> UUID:
    query = select(organizations.c.id).where(organizations.c.name == name)
    [(found,)] = await desk.house.rows("directory", query)
    return UUID(str(found))


async def clerk(desk: Desk, carrier_id: UUID) -> None:
    grant = Grant(municipality=BERGKAMEN, role=AccessRole.CARRIER, organization_id=carrier_id)
    desk.house.http.cookies.clear()
    desk.house.http.cookies.update(await desk.house.sign_in(grant))


async def page(desk: Desk, path: str) -> str:
    return (await desk.house.http.get(path, headers=HTML)).text


@pytest.fixture(autouse=True)
async def _office(desk: Desk) -> AsyncIterator[None]:
    desk.house.http.cookies.clear()
    desk.house.http.cookies.update(await desk.house.sign_in(coordinator_of(BERGKAMEN)))
    yield
    desk.house.http.cookies.clear()


async def test_what_is_said_of_a_carrier_stands_on_the_public_page_with_its_law(desk: Desk) -> None:
    key = await id_of(desk, CARRIER)
    answer = await desk.house.http.post(f"{LIST}/{key}", data=SAID, headers=HTML)
    assert answer.status_code == 303, answer.text
    desk.house.http.cookies.clear()
    text = await page(desk, f"/directory/datenschutz?kommune={BERGKAMEN}")
    for each in ("Kirchenkreis &lt;Unna&gt;", "mailto:datenschutz@kirche.example", "DSG-EKD"):
        assert each in text
    assert "Beauftragter für den Datenschutz der Evangelischen Kirche" in text


async def test_a_named_authority_stands_instead_of_the_law_s(desk: Desk) -> None:
    key = await id_of(desk, CARRIER)
    body = {**SAID, "version": 1, "authority": "Datenschutzaufsicht Nord"}
    answer = await desk.house.http.put(f"{API}/{key}", json=body)
    assert (answer.status_code, answer.json()["supervised_by"]) == (200, "Datenschutzaufsicht Nord")
    again = await desk.house.http.put(f"{API}/{key}", json=body)
    assert again.status_code == 409
    assert "Datenschutzaufsicht Nord" in await page(desk, LIST)


@pytest.mark.parametrize("wrong", [{"law": "none"}, {"name": "x" * 201}, {"more": "x"}])
async def test_what_cannot_be_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    key = await id_of(desk, CARRIER)
    answer = await desk.house.http.put(f"{API}/{key}", json={**SAID, "version": 1, **wrong})
    assert answer.status_code == 422
    if "more" not in wrong:
        form = await desk.house.http.post(f"{LIST}/{key}", data=SAID | wrong, headers=HTML)
        assert form.status_code == 422


async def test_a_clerk_says_it_of_their_own_carrier_only(desk: Desk) -> None:
    own, other = await id_of(desk, CARRIER), await id_of(desk, OTHER_CARRIER)
    await clerk(desk, own)
    assert [each["carrier"] for each in (await desk.house.http.get(API)).json()] == [CARRIER]
    text = await page(desk, LIST)
    assert CARRIER in text
    assert OTHER_CARRIER not in text
    done = await desk.house.http.put(f"{API}/{own}", json={**SAID, "version": 1})
    assert done.status_code == 200, done.text
    for refused in (
        await desk.house.http.put(f"{API}/{other}", json={**SAID, "version": 1}),
        await desk.house.http.get(f"{LIST}/{other}", headers=HTML),
        await desk.house.http.post(f"{LIST}/{other}", data=SAID, headers=HTML),
    ):
        assert refused.status_code == 404


async def test_a_school_is_no_carrier(desk: Desk) -> None:
    query = select(organizations.c.id).where(organizations.c.kind == "school").limit(1)
    [(school,)] = await desk.house.rows("directory", query)
    assert (await desk.house.http.get(f"{LIST}/{school}", headers=HTML)).status_code == 404


async def test_its_record_of_processing_is_the_carrier_s_and_the_office_s(desk: Desk) -> None:
    own, other = await id_of(desk, CARRIER), await id_of(desk, OTHER_CARRIER)
    record = f"/directory/verarbeitungen/traeger/{own}"
    office = await page(desk, record)
    await clerk(desk, own)
    paper = await desk.house.http.get(f"{record}/datei", headers=HTML)
    printed = " ".join(each.text for each in lines(paper.content))
    for text in (office, await page(desk, record), printed):
        assert f"{CARRIER} (Beispiel)" in text
        assert "DSGVO und BDSG" in text
        assert "Fachkräfte, Ansprechpersonen und ihre Zuständigkeit" in text
        assert "Beratung durch die Koordinierungsstelle" not in text
    for at in ("", "/datei"):
        path = f"/directory/verarbeitungen/traeger/{other}{at}"
        assert (await desk.house.http.get(path, headers=HTML)).status_code == 404
    assert (await desk.house.http.get("/directory/verarbeitungen", headers=HTML)).status_code == 403
