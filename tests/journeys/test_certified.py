"""From the registration to the check page, by nothing but the mails that somebody gets."""

import re
from datetime import timedelta
from html import unescape

from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from services.trainings.models import gathering_dates
from tests.conftest import OpenHouse
from tests.journeys.test_registered_for_a_gathering import kept
from tests.trainings.meeting import Meeting

CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")


async def test_who_registers_is_reminded_comes_and_shows_a_certificate_that_holds(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings", "notifications")
    held = await Meeting(house).make(days=3)
    nele = await held.somebody("Nele Ahrens")
    await held.register(nele)
    [confirmed] = await kept(house, 1)
    [entry] = IcsCalendarStream.calendar_from_ics(confirmed.calendars[0]).events
    [date] = await house.rows("trainings", select(gathering_dates))
    assert (entry.location, entry.dtstart) == ("Rathaus, Raum 101", date.starts_at)
    house.clock.forward(date.starts_at - house.clock.now() - timedelta(hours=22))
    _, reminder = await kept(house, 2)
    assert "Kinderschutz im Ganztag" in reminder.subject
    assert "Rathaus, Raum 101" in unescape(reminder.html)
    house.clock.forward(timedelta(hours=21, minutes=40))
    mine = await held.entry(nele)
    sheet = f"/termine/{date.id}/anwesenheit"
    assert (await held.post(sheet, present=mine, shown=mine, vorgang="a")).status_code == 303
    house.clock.forward(timedelta(hours=24))
    assert (await held.post("/bescheinigungen", share="50")).status_code == 303
    await house.quiet()
    house.clock.forward(timedelta(hours=1))
    *_, paper = await kept(house, 3)
    assert paper.subject == "Ihre Bescheinigung: Kinderschutz im Ganztag"
    [link] = paper.links
    page = await nele.get(link.removeprefix(house.context("trainings").settings.base_url))
    [code] = {*CODE.findall(page.text)}
    check = await house.http.get(
        f"/trainings/pruefen/{code}", headers={"accept": "text/html", "cookie": ""}
    )
    for said in ("Gültig", "Nele Ahrens", "10 von 10 Unterrichtseinheiten"):
        assert said in check.text
