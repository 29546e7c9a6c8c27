"""The month, one's own feed behind its secret, and the public calendar of a municipality."""

import re
from datetime import timedelta

from httpx2 import AsyncClient, Response
from sqlalchemy import text

from services.trainings.calendar.models import feeds
from services.trainings.models import gathering_dates
from shared.contracts.directory import PersonRecord
from shared.contracts.merging import PersonMerged
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.trainings.meeting import CATALOGUE, Meeting, Somebody, meeting

FEED = f"{CATALOGUE}/kalender/abonnement"
PUBLIC = f"/trainings/oeffentlich/{BERGKAMEN}.ics"


def stranger(held: Meeting) -> AsyncClient:
    return AsyncClient(transport=held.http._transport, base_url=URL)


async def address_of(who: Somebody) -> str:
    page = (await who.post(FEED)).text
    found = re.search(r"<code[^>]*>https?://[^/]+(/trainings/kalender/[\w-]{22}\.ics)</code>", page)
    assert found, page
    return found[1]


async def fetch(held: Meeting, address: str, etag: str = "") -> Response:
    async with stranger(held) as http:
        return await http.get(address, headers={"if-none-match": etag} if etag else {})


async def test_a_feed_has_sure_seats_only_and_is_said_once_while_nothing_changes(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, second):
        await held.register(each)
    own, waiting = await address_of(first), await address_of(second)
    answer = await fetch(held, own)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Kinderschutz im Ganztag" in answer.text
    assert "Nele" not in answer.text
    assert "BEGIN:VEVENT" not in (await fetch(held, waiting)).text
    again = await fetch(held, own, answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    await held.add_date(40)
    moved = await fetch(held, own, answer.headers["etag"])
    assert (moved.status_code, moved.text.count("BEGIN:VEVENT")) == (200, 2)


async def test_an_old_address_leads_nowhere_at_once(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    who = await held.somebody()
    old, new = await address_of(who), await address_of(who)
    assert [(await fetch(held, each)).status_code for each in (old, new)] == [404, 200]
    [stored] = await held.house.rows("trainings", feeds.select())
    assert new.rpartition("/")[2].removesuffix(".ics") not in str(stored)
    assert "nur jetzt zu sehen" not in (await who.get(FEED)).text
    await who.post(f"{FEED}/beenden")
    assert (await fetch(held, new)).status_code == 404


async def test_what_is_called_off_stays_in_the_feed_as_such_until_the_day_after(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    who = await held.somebody()
    await held.register(who)
    address = await address_of(who)
    before = (await fetch(held, address)).text
    await held.post("/absagen")
    after = (await fetch(held, address)).text
    assert "STATUS:CANCELLED" in after
    uid, sequence = r"UID:(\S+)", r"SEQUENCE:(\d+)"
    assert re.findall(uid, after) == re.findall(uid, before)
    assert int(re.findall(sequence, after)[0]) > int(re.findall(sequence, before)[0])
    held.house.clock.forward(timedelta(days=32))
    assert "BEGIN:VEVENT" not in (await fetch(held, address)).text


async def test_what_is_over_stays_in_the_feed_for_thirty_days(open_house: OpenHouse) -> None:
    held = await meeting(open_house, days=3)
    who = await held.somebody()
    await held.register(who)
    address = await address_of(who)
    held.house.clock.forward(timedelta(days=32))
    assert "BEGIN:VEVENT" in (await fetch(held, address)).text
    held.house.clock.forward(timedelta(days=2))
    assert "BEGIN:VEVENT" not in (await fetch(held, address)).text


async def test_whoever_is_erased_or_merged_has_no_feed_any_more(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    gone, merged = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    addresses = [await address_of(each) for each in (gone, merged)]
    async with held.house.context("directory").database.transaction() as uow:
        uow.erase(PersonRecord, gone.id, Cause(BERGKAMEN, new_id()))
    body = PersonMerged(merge_id=new_id(), merged_id=merged.id, survivor_id=new_id())
    await held.house.announce(body)
    await held.house.quiet()
    assert [(await fetch(held, each)).status_code for each in addresses] == [404, 404]


async def test_the_public_calendar_has_what_the_office_has_marked_and_no_link_to_join(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    secret = "https://video.example.org/geheim"
    await held.add_date(40, join_link=secret)
    assert "BEGIN:VEVENT" not in (await fetch(held, PUBLIC)).text
    await held.post("/oeffentlich")
    shown = await fetch(held, PUBLIC)
    assert shown.text.count("BEGIN:VEVENT") == 2
    assert "geheim" not in shown.text
    await held.post("/nicht-oeffentlich")
    assert "BEGIN:VEVENT" not in (await fetch(held, PUBLIC)).text
    unserved = await fetch(held, "/trainings/oeffentlich/00000000.ics")
    assert unserved.status_code == 404


async def test_a_month_shows_what_one_may_see_and_where_one_is_registered(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, title="Im Angebot")
    hidden = await Meeting(held.house).make(opened=False, title="Noch ein Entwurf")
    who = await held.somebody()
    await held.register(who)
    [[day]] = await held.house.rows("trainings", text("SELECT min(day) FROM gathering_dates"))
    page = (await who.get(f"{CATALOGUE}/kalender?monat={str(day)[:7]}")).text
    assert "Im Angebot" in page
    assert "Noch ein Entwurf" not in page
    assert '<span class="kp-month__own">angemeldet</span>' in page
    assert page.count('<th scope="col">') == 7
    empty = (await who.get(f"{CATALOGUE}/kalender?monat=2030-02")).text
    assert "In diesem Monat ist nichts geplant" in empty
    query = f"SELECT id FROM gathering_dates WHERE gathering_id = '{held.id.replace('-', '')}'"
    [[date_id]] = await held.house.rows("trainings", text(query))
    file = await who.get(f"{CATALOGUE}/{held.id}/termine/{date_id}/termin.ics")
    assert "SUMMARY:Im Angebot" in file.text
    draft = await who.get(f"{CATALOGUE}/{hidden.id}/termine/{date_id}/termin.ics")
    assert draft.status_code == 404


async def test_nobody_has_a_date_as_a_file_before_they_can_be_asked_to_it(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    who = await held.somebody()
    page = f"{CATALOGUE}/{held.id}"
    assert "termin.ics" not in (await who.get(page)).text
    await held.register(who)
    assert "termin.ics" in (await who.get(page)).text


async def test_what_was_moved_is_newer_in_the_public_calendar(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    await held.post("/oeffentlich")
    sequence = r"SEQUENCE:(\d+)"
    [before] = re.findall(sequence, (await fetch(held, PUBLIC)).text)
    [date] = await held.house.rows("trainings", gathering_dates.select())
    form = {"day": date.day.isoformat(), "starts": "10:00", "ends": "12:00", "place": "Aula"}
    moved = await held.post(f"/termine/{date.id}", **form, version=str(date.version))
    assert moved.status_code == 303, moved.text
    [after] = re.findall(sequence, (await fetch(held, PUBLIC)).text)
    await held.post("/absagen")
    [gone] = re.findall(sequence, (await fetch(held, PUBLIC)).text)
    assert int(before) < int(after) < int(gone)
