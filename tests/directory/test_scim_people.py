"""Who a user is, and what follows when a carrier locks one: the office is asked."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from services.directory.scim.models import person_keys
from shared.contracts.accounts import Grant
from tests.directory.conftest import Desk, open_desk
from tests.directory.identity_system import ENTERPRISE, IdentitySystem, a_user, identity_system
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

KAMEN = "05978020"
PAGES = "/directory/meldungen-der-it"
LOCK = {"op": "Replace", "path": "active", "value": "False"}
FREE = {"op": "Replace", "path": "active", "value": "True"}


@pytest.fixture
async def scim(desk: Desk) -> IdentitySystem:
    return await identity_system(desk)


async def enter(desk: Desk, *grants: Grant) -> None:
    desk.house.http.cookies.clear()
    desk.house.http.cookies.update(await desk.house.sign_in(*grants))


async def cards(desk: Desk) -> dict[str, Any]:
    await enter(desk, coordinator_of(BERGKAMEN))
    found = (await desk.house.http.get("/directory/api/v1/cards")).json()
    return {each["code"]: each for each in found["cards"]}


async def send(desk: Desk, path: str, **form: str) -> Response:
    headers = {"sec-fetch-site": "same-origin"}
    return await desk.house.http.post(f"{PAGES}{path}", data=form, headers=headers)


async def working(desk: Desk) -> dict[str, Any]:
    """Somebody who has begun to work."""
    answer = await desk.carrier.hire(start_date="2026-01-01")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def name_of(desk: Desk, worker_id: str) -> tuple[str, str]:
    worker = (await desk.carrier.get(f"/directory/api/v1/workers/{worker_id}")).json()
    return worker["family_name"], worker["email"]


async def test_a_user_is_the_worker_under_the_same_number(desk: Desk, scim: IdentitySystem) -> None:
    hired = await working(desk)
    user = await scim.create(name={"givenName": "Mara", "familyName": "Özgür-Berg"})
    assert await name_of(desk, hired["worker_id"]) == ("Özgür-Berg", "mara@example.org")
    value = {"value": "berg@example.org", "type": "work", "primary": True}
    await scim.patch(user["id"], {"op": "replace", "path": "emails", "value": [value]})
    assert await name_of(desk, hired["worker_id"]) == ("Özgür-Berg", "berg@example.org")
    keys = await desk.house.rows("directory", select(person_keys.c.system, person_keys.c.value))
    assert [tuple(row) for row in keys] == [("scim", user["id"])]


async def test_the_personnel_number_counts_before_the_external_id(
    desk: Desk, scim: IdentitySystem
) -> None:
    hired = await working(desk)
    extension = {ENTERPRISE: {"employeeNumber": "P-4711"}}
    name = {"givenName": "Mara", "familyName": "Neu"}
    await scim.create(externalId="0a1b", name=name, **extension)
    assert (await name_of(desk, hired["worker_id"]))[0] == "Neu"


async def test_a_user_may_come_before_the_hire(desk: Desk, scim: IdentitySystem) -> None:
    user = await scim.create(emails=None)
    hired = await working(desk)
    name = {"op": "replace", "path": "name.familyName", "value": "Danach"}
    await scim.patch(user["id"], name)
    assert (await name_of(desk, hired["worker_id"]))[0] == "Danach"


async def test_by_an_address_alone_nobody_is_taken_for_another(
    desk: Desk, scim: IdentitySystem
) -> None:
    await working(desk)
    async with desk.storing_nothing():
        answer = await scim.send("POST", "/Users", a_user(externalId="other"))
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    assert "personnel number" in answer.json()["detail"]


async def test_a_name_no_person_has_is_refused_for_a_worker(
    desk: Desk, scim: IdentitySystem
) -> None:
    await working(desk)
    wrong = a_user(name={"givenName": "M4ra", "familyName": "Ö"})
    async with desk.storing_nothing():
        answer = await scim.send("POST", "/Users", wrong)
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidValue")


@pytest.mark.parametrize("how", ["PATCH", "PUT", "DELETE"])
async def test_of_a_worker_who_is_locked_the_office_is_asked(
    desk: Desk, scim: IdentitySystem, how: str
) -> None:
    await working(desk)
    user = await scim.create()
    assert "scim_questions" not in await cards(desk)
    if how == "PATCH":
        await scim.patch(user["id"], LOCK)
    elif how == "PUT":
        await scim.send("PUT", f"/Users/{user['id']}", a_user(active=False))
    else:
        await scim.send("DELETE", f"/Users/{user['id']}")
    assert (await cards(desk))["scim_questions"]["number"] == 1
    assert await desk.announced("directory.worker-departed.v1") == []
    page = (await desk.house.http.get(PAGES)).text
    assert "Mara Özgür" in page
    assert "gesperrt" in page


async def test_of_whom_nobody_employs_nobody_is_asked(desk: Desk, scim: IdentitySystem) -> None:
    user = await scim.create()
    await scim.patch(user["id"], LOCK)
    assert "scim_questions" not in await cards(desk)


async def question(desk: Desk) -> str:
    """The path of the only open one."""
    await enter(desk, coordinator_of(BERGKAMEN))
    page = (await desk.house.http.get(PAGES)).text
    return page.partition(f'href="{PAGES}/')[2].partition('"')[0]


async def test_the_office_says_that_somebody_leaves(desk: Desk, scim: IdentitySystem) -> None:
    hired = await working(desk)
    user = await scim.create()
    await scim.patch(user["id"], LOCK)
    path = await question(desk)
    assert (await desk.house.http.get(f"{PAGES}/{path}")).status_code == 200
    empty = await send(desk, f"/{path}", last_day="", reason="")
    assert empty.status_code == 422
    day = (desk.today + timedelta(days=20)).isoformat()
    answer = await send(desk, f"/{path}", last_day=day, reason="moved")
    assert answer.status_code == 303, answer.text
    [event] = await desk.announced("directory.worker-departed.v1")
    assert (event["employment_id"], event["last_day"]) == (hired["employment_id"], day)
    assert "scim_questions" not in await cards(desk)
    assert (await desk.house.http.get(f"{PAGES}/{path}")).status_code == 404


async def test_the_office_says_that_somebody_stays(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    user = await scim.create()
    await scim.patch(user["id"], LOCK)
    path = await question(desk)
    assert (await send(desk, f"/{path}/geklaert")).status_code == 303
    assert await desk.announced("directory.worker-departed.v1") == []
    assert "scim_questions" not in await cards(desk)
    assert (await send(desk, f"/{path}/geklaert")).status_code == 404


async def test_who_is_free_again_is_no_question_any_more(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    user = await scim.create()
    await scim.patch(user["id"], LOCK)
    await scim.patch(user["id"], FREE)
    assert "scim_questions" not in await cards(desk)


async def test_who_comes_back_after_leaving_is_a_return(desk: Desk, scim: IdentitySystem) -> None:
    await working(desk)
    user = await scim.create()
    await scim.patch(user["id"], LOCK)
    path = await question(desk)
    last = (desk.today - timedelta(days=1)).isoformat()
    await send(desk, f"/{path}", last_day=last, reason="moved")
    await scim.patch(user["id"], FREE)
    await question(desk)
    assert "wieder freigegeben" in (await desk.house.http.get(PAGES)).text


async def test_of_another_municipality_no_question_is_seen(tmp_path: Path) -> None:
    async with open_desk(tmp_path, municipalities=frozenset({BERGKAMEN, KAMEN})) as desk:
        scim = await identity_system(desk)
        await working(desk)
        user = await scim.create()
        await scim.patch(user["id"], LOCK)
        path = await question(desk)
        await enter(desk, coordinator_of(KAMEN))
        assert "Mara" not in (await desk.house.http.get(PAGES)).text
        assert (await send(desk, f"/{path}/geklaert")).status_code == 404


async def test_who_left_the_carrier_is_called_nothing_else_by_it(
    desk: Desk, scim: IdentitySystem
) -> None:
    """They may work for another by now, who alone says what they are called."""
    hired = await working(desk)
    user = await scim.create()
    left = {"external_id": "P-4711", "last_day": (desk.today).isoformat()}
    answer = await desk.carrier.post("/departures", left)
    assert answer.status_code == 201, answer.text
    await desk.forward(days=2)
    name = {"op": "replace", "path": "name.familyName", "value": "Fremd"}
    mail = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "x@fremd.example"}
    scim = await identity_system(desk)
    assert (await scim.patch(user["id"], name, mail)).status_code == 200
    assert await name_of(desk, hired["worker_id"]) == ("Özgür", "mara@example.org")


async def test_an_address_that_no_mail_reaches_is_refused(desk: Desk, scim: IdentitySystem) -> None:
    hired = await working(desk)
    mails = [{"value": "mara@nirgends.invalid", "type": "work", "primary": True}]
    answer = await scim.send("POST", "/Users", a_user(emails=mails))
    assert (answer.status_code, answer.json().get("scimType")) == (400, "invalidValue")
    user = await scim.create()
    for answer in (
        await scim.send("PUT", f"/Users/{user['id']}", a_user(emails=mails)),
        await scim.patch(user["id"], {"op": "replace", "path": "emails", "value": mails}),
    ):
        assert (answer.status_code, answer.json().get("scimType")) == (400, "invalidValue")
    assert (await name_of(desk, hired["worker_id"]))[1] == "mara@example.org"
