"""What is missing in the network can be made a task: with a day, and somebody who sees to it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from sqlalchemy import select

from services.directory.accounts.models import AccessGrant
from services.directory.network.models import GapTask
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_network import get
from tests.directory.test_organization_pages import HTML, MUNICIPALITY, said
from tests.directory.test_relationships import SCHOOL, SOMEBODY, entered
from tests.directory.test_relationships_api import end
from tests.directory.test_staff_pages import texts
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres
from tests.signing_in import coordinator_of

TASKS = "/aufgaben"
API = "/directory/api/v1/network-tasks"


async def post(desk: Desk, path: str, **data: str) -> Response:
    return await desk.house.http.post(f"/directory/netzwerk{path}", data=data, headers=HTML)


async def form_of(desk: Desk, school: str = SCHOOL, kind: str = "asd_contact") -> str:
    return f"/fehlend/{await id_of(desk, school)}/{kind}"


async def task_of(desk: Desk, days: int = 14, **data: str) -> str:
    """The path of a task that was made of what is missing."""
    due = (desk.today + timedelta(days=days)).isoformat()
    made = await post(desk, await form_of(desk), due_on=due, **data)
    assert made.status_code == 303, texts(made)
    return made.headers["location"].removeprefix("/directory/netzwerk")


async def tasks(desk: Desk, **query: str) -> list[dict[str, Any]]:
    answer = await desk.house.http.get(API, params={**MUNICIPALITY, **query})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def card(desk: Desk) -> Any:
    cards = (await desk.house.http.get("/directory/api/v1/cards")).json()["cards"]
    return next((each for each in cards if each["code"] == "gap_tasks"), None)


async def office(desk: Desk) -> UUID:
    page = await get(desk, await form_of(desk))
    [key] = [line for line in page.text.split('option value="') if "Brüggemann" in line[:80]]
    return UUID(key[:36])


async def test_what_is_missing_becomes_a_task_and_the_list_says_so(desk: Desk) -> None:
    before = await get(desk, "/fehlend")
    assert f'href="/directory/netzwerk{await form_of(desk)}"' in before.text
    page = await task_of(desk, assignee_id=str(await office(desk)))
    found = said(await get(desk, page))
    assert "ASD-Kontakt fehlt" in found
    assert "Marlene Brüggemann" in found
    listed = await get(desk, "/fehlend")
    assert f'href="/directory/netzwerk{page}"' in listed.text
    assert f'href="/directory/netzwerk{await form_of(desk)}"' not in listed.text
    assert "Marlene Brüggemann" in said(await get(desk, TASKS))


async def test_a_task_is_done_by_itself_once_it_is_entered_and_not_while_it_lacks(
    desk: Desk,
) -> None:
    page = await task_of(desk)
    [one] = await tasks(desk, state="open")
    key = await entered(desk, "asd_contact", **SOMEBODY)
    assert "erledigt" in said(await get(desk, page))
    assert await tasks(desk, state="open") == []
    await desk.forward(1)
    await end(desk, key, desk.today)
    await desk.forward(1)
    [done] = await tasks(desk, state="done")
    assert (done["id"], done["done"]) == (one["id"], True)
    await task_of(desk)
    assert len(await tasks(desk)) == 2, "what is missing again is another task"


async def test_somebody_says_that_it_is_done_and_it_is_forgotten_after_a_while(desk: Desk) -> None:
    page = await task_of(desk)
    assert (await post(desk, f"{page}/erledigt")).status_code == 303
    assert [each["done"] for each in await tasks(desk)] == [True]
    await desk.forward(90 + 1)
    assert await desk.house.rows("directory", select(GapTask.id)) == []


async def test_the_start_page_says_what_is_due_and_what_is_late(desk: Desk) -> None:
    page = await task_of(desk, days=8)
    assert await card(desk) is None
    await desk.forward(1)
    due = await card(desk)
    assert (due["number"], due["urgency"]) == (1, "soon")
    await desk.forward(8)
    late = await card(desk)
    assert late["urgency"] == "now"
    assert "davon überfällig" in late["sentence"]
    assert "überfällig" in said(await get(desk, page))
    await post(desk, f"{page}/erledigt")
    assert await card(desk) is None


async def test_what_was_somebodys_who_has_left_the_office_is_nobodys(desk: Desk) -> None:
    colleague = await office(desk)
    await task_of(desk, days=3, assignee_id=str(colleague))
    assert await card(desk) is None
    theirs = select(AccessGrant).where(AccessGrant.person_id == colleague)
    async with desk.house.context("directory").database.transaction() as uow:
        for each in await uow.session.scalars(theirs):
            each.valid_to = desk.today - timedelta(days=1)
    assert (await card(desk))["number"] == 1


async def test_another_day_and_a_mistake(desk: Desk) -> None:
    page = await task_of(desk)
    due = (desk.today + timedelta(days=30)).isoformat()
    changed = await post(desk, f"{page}/bearbeiten", due_on=due, version="1")
    assert changed.status_code == 303
    assert [each["due_on"] for each in await tasks(desk)] == [due]
    slower = await post(desk, f"{page}/bearbeiten", due_on=due, version="1")
    assert slower.status_code == 409
    assert (await post(desk, f"{page}/loeschen")).status_code == 303
    assert (await get(desk, page)).status_code == 404


async def test_what_is_late_goes_to_somebody_else_without_another_day(desk: Desk) -> None:
    page = await task_of(desk)
    [known] = await tasks(desk)
    await desk.forward(20)
    given = {"due_on": known["due_on"], "assignee_id": str(await office(desk)), "version": "1"}
    changed = await post(desk, f"{page}/bearbeiten", **given)
    assert changed.status_code == 303, texts(changed)
    past = {**given, "due_on": (desk.today - timedelta(days=1)).isoformat(), "version": "2"}
    assert (await post(desk, f"{page}/bearbeiten", **past)).status_code == 422


@pytest.mark.real
async def test_of_two_who_make_one_at_once_the_later_is_told(
    postgres: SharedPostgres, tmp_path: Path
) -> None:
    name = f"gaps_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        cookies = await desk.house.sign_in(coordinator_of(BERGKAMEN))
        desk.house.http.cookies.update(cookies)
        path, due = await form_of(desk), desk.today.isoformat()
        tried = [post(desk, path, due_on=due) for _ in range(4)]
        became = sorted(each.status_code for each in await asyncio.gather(*tried))
        assert became == [303, 422, 422, 422]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"due_on": "2020-01-01"}, "Das liegt schon zurück."),
        ({"due_on": "2199-01-01"}, "mehr als zwei Jahre voraus"),
        ({"due_on": ""}, "Bis"),
        ({"assignee_id": "0197f000-0000-7000-8000-000000000001"}, "aus der Koordinierungsstelle"),
    ],
)
async def test_what_cannot_be_is_answered_at_its_field(
    desk: Desk, data: dict[str, str], text: str
) -> None:
    given = {"due_on": desk.today.isoformat(), **data}
    answer = await post(desk, await form_of(desk), **given)
    assert answer.status_code == 422
    assert any(text in each for each in texts(answer)), texts(answer)


async def test_there_is_one_task_for_one_gap_and_none_for_what_is_there(desk: Desk) -> None:
    await task_of(desk)
    again = await post(desk, await form_of(desk), due_on=desk.today.isoformat())
    assert any("schon eine offene Aufgabe" in each for each in texts(again))
    await entered(desk, "asd_contact", **SOMEBODY)
    assert (await get(desk, await form_of(desk))).status_code == 404
    assert (await get(desk, await form_of(desk, kind="cooperation"))).status_code == 404


async def test_what_is_missing_is_searched_and_a_file(desk: Desk) -> None:
    found = said(await get(desk, "/fehlend", text="Hellweg"))
    assert f"ASD-Kontakt eintragen für {SCHOOL}" in found
    assert "1 Eintrag" in found
    assert "Nichts gefunden" in said(await get(desk, "/fehlend", text="gibtsnicht"))
    kitas = said(await get(desk, "/fehlend", type="feeder_kita"))
    assert SCHOOL not in kitas
