"""The pages on which a carrier's clerk hires, changes and lets go, and the office looks on."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.organizations.models import organizations
from shared.contracts.accounts import AccessRole, Grant
from tests.directory.conftest import OTHER_CARRIER, Desk, open_desk
from tests.house import BERGKAMEN, URL
from tests.rewinding import Houses
from tests.servers.run import SharedPostgres
from tests.signing_in import coordinator_of

ON_SHARED = pytest.mark.asyncio(loop_scope="module")

LIST = "/directory/fachkraefte"
HIRE = {
    "given_name": "Änne",
    "family_name": "Özgür",
    "email": "aenne@example.org",
    "external_id": "P-1",
    "start_date": "01.02.2027",
    "school_1": "100001",
    "hours_1": "19,5",
    "funding": "land",
    "rows": "1",
    "key": "a-key-of-a-page",
}


@dataclass
class Clerk:
    """Somebody at the pages, signed in."""

    desk: Desk
    http: AsyncClient

    async def get(self, path: str = "") -> Response:
        return await self.http.get(LIST + path)

    async def page(self, path: str = "") -> str:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    async def post(self, path: str, **form: Any) -> Response:
        return await self.http.post(LIST + path, data=form)

    async def confirm(self, path: str, **form: Any) -> Response:
        """Send what the preview of this form offers to store."""
        preview = await self.post(path, **form)
        assert preview.status_code == 200, texts(preview)
        [seen] = re.findall(r'name="seen" value="([^"]*)"', preview.text)
        return await self.post(path, **form, seen=seen, confirmed="ja")

    async def hire(self, **changes: Any) -> str:
        """The path of the page of whoever was hired."""
        answer = await self.post("/neu", **HIRE | changes)
        if shown := re.findall(r'name="known" value="([0-9a-f]+)"', answer.text):
            answer = await self.post("/neu", **HIRE | changes, known=shown[0])
        assert answer.status_code == 303, texts(answer)
        return str(answer.headers["location"]).removeprefix(LIST)


def texts(answer: Response) -> list[str]:
    """What is said to be wrong, with the field it stands at."""
    return re.findall(r'<li><a href="#([^<]*)</a></li>', answer.text)


async def signed_in(desk: Desk, *grants: Grant) -> Clerk:
    cookies = await desk.house.sign_in(*grants)
    headers = {"sec-fetch-site": "same-origin"}
    transport = ASGITransport(app=desk.house.app)
    return Clerk(
        desk, AsyncClient(transport=transport, base_url=URL, headers=headers, cookies=cookies)
    )


async def organization(desk: Desk, name: str) -> UUID:
    query = select(organizations.c.id).where(organizations.c.name == name)
    [(found,)] = await desk.house.rows("directory", query)
    return UUID(str(found))


async def clerk_of(desk: Desk, name: str) -> Clerk:
    carrier_id = await organization(desk, name)
    return await signed_in(
        desk, Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=carrier_id)
    )


DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]


@pytest.fixture(params=DATABASES)
async def either_clerk(
    request: pytest.FixtureRequest, houses: Houses, tmp_path: Path
) -> AsyncGenerator[Clerk]:
    if request.param == "sqlite":
        yield await clerk_of(replace(await houses.as_new("desk", open_desk)), CARRIER)
        return
    server: SharedPostgres = request.getfixturevalue("postgres")
    name = f"staff_{uuid4().hex[:8]}"
    server.create_for("directory", name)
    async with open_desk(tmp_path, server.owner_url(name)) as desk:
        yield await clerk_of(desk, CARRIER)


@pytest.fixture
async def clerk(desk: Desk) -> Clerk:
    return await clerk_of(desk, CARRIER)


async def test_a_hire_by_form_is_the_hire_that_a_program_would_post(either_clerk: Clerk) -> None:
    clerk = either_clerk
    path = await clerk.hire()
    page = await clerk.page(path)
    for shown in ("Änne Özgür", "Grundschule am Lindenhain (Beispiel)", "19,5", "1. Februar 2027"):
        assert shown in page
    [event] = await clerk.desk.announced("directory.worker-hired.v1")
    assert event["placements"][0]["school_number"] == "100001"
    assert event["placements"][0]["weekly_hours"] == "19.50"
    listed = await clerk.page()
    assert "Änne Özgür" in listed
    posted = await clerk.desk.carrier.hire(
        external_id="P-1",
        person__given_name="Änne",
        person__family_name="Özgür",
        person__email="aenne@example.org",
    )
    assert posted.status_code == 409  # the same, already known


async def test_a_form_sent_twice_hires_once(clerk: Clerk) -> None:
    first = await clerk.hire()
    assert await clerk.hire() == first
    assert await clerk.hire(key="another-page-of-it") == first
    assert len(await clerk.desk.announced("directory.worker-hired.v1")) == 1


@ON_SHARED
@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"given_name": ""}, "given_name", "Bitte füllen Sie dieses Feld aus."),
        ({"email": "kein"}, "email", "Bitte geben Sie eine vollständige E-Mail-Adresse an."),
        ({"email": "a@reserved.test"}, "email", "kann keine Mail zugestellt werden"),
        ({"start_date": "31.02.2027"}, "start_date", "Bitte geben Sie ein Datum an"),
        ({"start_date": "01.02.1990"}, "start_date", "fünf Jahre zurück"),
        ({"hours_1": "50"}, "hours_1", "höchstens 41"),
        ({"hours_1": ""}, "hours_1", "Bitte füllen Sie dieses Feld aus."),
        ({"school_1": "999999"}, "school_1", "gibt es in der Kommune nicht"),
        ({"school_3": "100001", "hours_3": "1"}, "school_3", "doppelt"),
        ({"school_2": "100002"}, "hours_2", "Bitte geben Sie die Wochenstunden an."),
        ({"hours_2": "3"}, "school_2", "Bitte wählen Sie eine Schule."),
        ({"fixed_term_until": "01.01.2027"}, "fixed_term_until", "vor dem ersten Arbeitstag"),
        ({"funding": "gold"}, "funding", "angebotenen Möglichkeiten"),
    ],
)
async def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(
    shared_clerk: Clerk, changes: dict[str, str], field: str, text: str
) -> None:
    clerk = shared_clerk
    answer = await clerk.post("/neu", **HIRE | changes)
    assert answer.status_code == 422
    [said] = texts(answer)
    assert said.startswith(f'{field}">')
    assert text in said
    assert 'value="P-1"' in answer.text
    assert await clerk.desk.announced("directory.worker-hired.v1") == []


@pytest_asyncio.fixture(loop_scope="module")
async def shared_clerk(shared_desk: Desk) -> Clerk:
    return await clerk_of(shared_desk, CARRIER)


@ON_SHARED
async def test_another_school_is_a_click_without_a_script(shared_clerk: Clerk) -> None:
    answer = await shared_clerk.post("/neu", **HIRE | {"given_name": "", "more": "ja"})
    assert answer.status_code == 200
    assert 'id="school_2"' in answer.text
    assert 'id="school_3"' not in answer.text
    assert 'value="aenne@example.org"' in answer.text
    assert texts(answer) == []


async def test_what_the_guideline_says_is_a_finding_and_no_refusal(clerk: Clerk) -> None:
    path = await clerk.hire(hours_1="9", school_2="100002", hours_2="9", rows="2")
    assert "Eine halbe Stelle ist nur für eine Schule vorgesehen." in await clerk.page(path)


async def test_a_number_that_is_in_use_is_told_at_its_field(clerk: Clerk) -> None:
    await clerk.hire()
    answer = await clerk.post("/neu", **HIRE | {"given_name": "Ada", "key": "another-page"})
    assert answer.status_code == 422
    assert "schon jemand beschäftigt" in texts(answer)[0]


async def test_schools_change_and_the_employment_ends(either_clerk: Clerk) -> None:
    clerk = either_clerk
    path = await clerk.hire()
    form = await clerk.page(f"{path}/einsatz")
    assert 'value="19,5"' in form
    answer = await clerk.confirm(
        f"{path}/einsatz", school_1="100002", hours_1="20", valid_from="01.03.2027", rows="1"
    )
    assert answer.status_code == 303, texts(answer)
    assert "Regenbogen-Grundschule (Beispiel)" in await clerk.page(path)
    answer = await clerk.post(
        f"{path}/einsatz", school_1="100002", hours_1="20", valid_from="01.01.2027", rows="1"
    )
    assert 'valid_from">' in texts(answer)[0]
    assert "vor dem ersten Arbeitstag" in texts(answer)[0]
    answer = await clerk.post(f"{path}/austritt", last_day="30.06.2027", reason="moved")
    assert answer.status_code == 303, texts(answer)
    assert "30.06.2027" in await clerk.page()
    [event] = await clerk.desk.announced("directory.worker-departed.v1")
    assert (event["last_day"], event["reason"]) == ("2027-06-30", "moved")


async def test_a_hire_is_taken_back_before_its_first_day(clerk: Clerk) -> None:
    path = await clerk.hire()
    answer = await clerk.post(f"{path}/austritt", last_day="01.01.2027", reason="other")
    assert answer.status_code == 303
    assert "Einstellung zurückgenommen." in await clerk.page(path)
    answer = await clerk.post(f"{path}/austritt", last_day="01.03.2027", reason="other")
    assert answer.status_code == 422
    assert "zurückgenommen" in answer.text
    assert await clerk.hire(key="another-page") != path


async def test_nobody_sees_or_changes_another_carriers_people(clerk: Clerk) -> None:
    path = await clerk.hire()
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    assert "Änne" not in await other.page()
    for below in ("", "/einsatz", "/austritt"):
        assert (await other.get(path + below)).status_code == 404
    for below in ("/einsatz", "/austritt", "/anmeldung"):
        form = {"last_day": "30.06.2027", "reason": "moved", "valid_from": "01.03.2027"}
        sent = await other.post(path + below, school_1="100002", hours_1="20", rows="1", **form)
        assert sent.status_code == 404
    elsewhere = await signed_in(clerk.desk, coordinator_of("05978020"))
    assert (await elsewhere.get(path)).status_code == 303  # not served here, so nobody
    assert await clerk.desk.announced("directory.worker-departed.v1") == []


async def test_the_office_sees_all_carriers_people_and_lets_none_go(clerk: Clerk) -> None:
    path = await clerk.hire()
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    listed = await office.page()
    assert "Änne Özgür" in listed
    assert CARRIER in listed
    assert "Austritt melden" not in await office.page(path)
    assert (await office.get(f"{path}/austritt")).status_code == 403
    assert (await office.get("/neu")).status_code == 403


async def test_a_worker_gets_access_by_a_button(clerk: Clerk) -> None:
    path = await clerk.hire()
    answer = await clerk.post(f"{path}/anmeldung")
    assert answer.status_code == 303
    page = await clerk.page(path)
    assert "Anmeldung erlaubt." in page
    assert "kann sich anmelden" in page
    [record] = [
        each
        for each in await clerk.desk.announced("directory.access.v1")
        if each["grants"] and each["grants"][0]["role"] == "worker"
    ]
    assert record["grants"][0]["municipality"] == BERGKAMEN


async def test_an_address_that_is_another_persons_is_not_given_away(clerk: Clerk) -> None:
    path = await clerk.hire(email="petra.niehues@example.org")
    await clerk.post(f"{path}/anmeldung")
    assert "An diese Adresse gehen keine Codes." in await clerk.page(path)
