"""Whatever somebody is told stands in their inbox, too, whether or not they want mails."""

import re
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import AsyncClient
from sqlalchemy import select

from services.notifications.inbox.models import inbox_items
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role
from shared.ids import new_id
from shared.messaging import tables
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.test_notices import lane, later, opened, report
from tests.notifications.test_preferences import at, choose, door
from tests.notifications.town import Town, person, task
from tests.signing_in import OPERATOR

PAGE = "/notifications/mitteilungen"
API = "/notifications/api/v1/inbox"


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    return house


async def worker(house: House, town: Town) -> AsyncClient:
    return await door(house, town.worker, at(AccessRole.WORKER, town.carrier))


async def unread(http: AsyncClient) -> int:
    number: int = (await http.get(f"{API}/unread")).json()["unread"]
    return number


async def ids(http: AsyncClient, view: str = "") -> list[str]:
    """Those on the first page, the newest first."""
    page = (await http.get(PAGE, params={"view": view})).text
    return re.findall(r'/mitteilungen/([0-9a-f-]{36})/oeffnen"', page)


async def act(http: AsyncClient, message_id: str, what: str) -> None:
    assert (await http.post(f"{PAGE}/{message_id}/{what}")).status_code == 303


async def test_who_wants_no_mails_reads_it_whole_on_the_page(house: House, town: Town) -> None:
    http = await worker(house, town)
    await choose(http, onboarding="off")
    await tell(house, town.hired())
    await settled(house, "withdrawn")
    assert await kept(house) == []
    [message_id] = await ids(http)
    page = unescape((await http.get(f"{PAGE}/{message_id}")).text)
    assert "Guten Tag Jörg-Uwe O'Neill-Müßig," in page
    assert "Overberger Schule" in page
    assert "Sie erhalten diese Nachricht, weil" in page
    assert page.count("<h1") == 1
    assert "abbestellen" not in page


async def test_looking_changes_nothing_opening_does_and_nobody_records_when(
    house: House, town: Town
) -> None:
    http = await worker(house, town)
    await tell(house, town.hired())
    [message_id] = await ids(http)
    await http.get(f"{PAGE}/{message_id}")
    for act_on in ("oeffnen", "erledigt"):
        await http.get(f"{PAGE}/{message_id}/{act_on}")
    assert await unread(http) == 1
    await act(http, message_id, "oeffnen")
    assert await unread(http) == 0
    entries = await house.rows("notifications", select(tables.audit.c.action))
    assert not any("mitteilungen" in each.action for each in entries)


async def test_reading_and_finishing_twice_or_in_two_tabs_changes_nothing(
    house: House, town: Town
) -> None:
    """H2.33."""
    first, second = await worker(house, town), await worker(house, town)
    await tell(house, town.hired())
    [message_id] = await ids(first)
    await act(first, message_id, "erledigt")
    before = await house.rows("notifications", select(inbox_items))
    house.clock.forward(timedelta(minutes=5))
    for http in (first, second):
        for what in ("oeffnen", "erledigt"):
            await act(http, message_id, what)
    assert await house.rows("notifications", select(inbox_items)) == before
    assert (await unread(first), await unread(second)) == (0, 0)
    assert await ids(first, "done") == [message_id]
    await act(second, message_id, "offen")
    assert await ids(first, "done") == []
    assert await unread(first) == 0


async def test_all_are_read_up_to_the_newest_that_was_shown(house: House, town: Town) -> None:
    """H2.33."""
    http = await worker(house, town)
    await tell(house, *town.hired_often(2))
    shown = await ids(http)
    house.clock.forward(timedelta(seconds=1))
    await tell(house, *town.hired_often(1))
    answer = await http.post(f"{PAGE}/gelesen", data={"newest": shown[0]})
    assert answer.status_code == 303
    assert await unread(http) == 1
    [left] = await ids(http, "unread")
    assert left not in shown


async def test_who_reads_it_before_it_was_gathered_gets_no_mail_and_the_others_do(
    house: House,
) -> None:
    await opened(house)
    reader, other = new_id(), new_id()
    for person_id in (reader, other):
        await tell(house, person(person_id, "Kim", "Berg", f"{person_id.hex}@kreis.example"))
    http, _ = await door(house, reader, OPERATOR), await door(house, other, OPERATOR)
    for _ in range(2):
        await report(house)
    newest, _ = await ids(http)
    await act(http, newest, "oeffnen")
    later(house)
    await lane(house, "withdrawn", "sent", "sent", "sent")
    mails = {mail.worker_id: mail.subject for mail in await kept(house)}
    assert mails == {
        reader: "Eine Barriere wurde gemeldet",
        other: "2 Barrieren wurden gemeldet",
    }


async def test_the_way_to_the_thing_itself_marks_it_read(house: House, town: Town) -> None:
    http = await door(house, town.head, at(AccessRole.HEAD, town.school))
    await tell(house, town.hired(), town.started(task("office", Role.HEAD, town.school)))
    [message_id] = await ids(http)
    answer = await http.post(f"{PAGE}/{message_id}/zur-sache")
    assert answer.status_code == 303
    assert "/trainings/l/" in answer.headers["location"]
    assert await unread(http) == 0


async def test_what_is_not_there_or_not_ones_own_is_not_found(house: House, town: Town) -> None:
    mine, other = await worker(house, town), await door(house, new_id(), OPERATOR)
    await tell(house, town.hired())
    [message_id] = await ids(mine)
    for http, wanted in ((other, message_id), (mine, str(new_id()))):
        assert (await http.get(f"{PAGE}/{wanted}")).status_code == 404
        for what in ("oeffnen", "zur-sache", "erledigt", "offen"):
            assert (await http.post(f"{PAGE}/{wanted}/{what}")).status_code == 404
        assert (await http.post(f"{PAGE}/gelesen", data={"newest": wanted})).status_code == 404
    assert (await mine.post(f"{PAGE}/gelesen", data={"newest": "\x00"})).status_code == 422
    assert (await mine.get(f"{PAGE}/nichts")).status_code == 404
    assert await unread(mine) == 1
    assert "Noch keine Mitteilungen" in (await other.get(PAGE)).text


async def test_pages_and_the_api_go_through_all_and_filters_leave_out_the_rest(
    house: House, town: Town
) -> None:
    http = await worker(house, town)
    await tell(house, *town.hired_often(30))
    page = (await http.get(PAGE)).text
    assert page.count("/oeffnen") == 25
    first = (await http.get(API, params={"limit": 20})).json()
    rest = (await http.get(first["next"])).json()
    assert len({each["id"] for each in first["items"] + rest["items"]}) == 30
    assert rest["next"] is None
    assert first["items"][0]["subject"]
    nothing = (await http.get(PAGE, params={"topic": "surveys"})).text
    assert "Hier ist gerade nichts" in nothing
    card = (await http.get("/notifications/api/v1/cards")).json()["cards"]
    assert [(each["code"], each["number"]) for each in card] == [("unread", 30)]
