"""Who is told of a consultation, by mail and on start pages, and what is forgotten of it."""

import asyncio
from datetime import timedelta

from httpx2 import AsyncClient
from sqlalchemy import select

from services.directory.accounts.use_cases import invite
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.use_cases import KEPT, forget_words
from services.directory.people.models import Person
from services.directory.people.values import Names
from services.notifications.mailbox.models import kept_mails
from services.notifications.mails.rules import CONSULTATION_LINK
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.messaging.tables import audit
from tests.conftest import OpenHouse
from tests.directory.test_consultations import (
    HEADERS,
    NOTE,
    OFFICE,
    Doors,
    Visit,
    doors,
    granted,
    key,
    office,
    worker,
)
from tests.house import BERGKAMEN, URL, House
from tests.notifications.test_notices import later
from tests.signing_in import OPERATOR, coordinator_of

__all__ = ["doors", "office", "worker"]


async def test_both_are_told_by_mail_without_a_word_of_what_it_is_about(
    open_house: OpenHouse,
) -> None:
    doors = Doors(await open_house("directory", "notifications"))
    house, head_of_school = doors.house, granted(AccessRole.HEAD)
    office = await known(doors, "Ayşe", coordinator_of(BERGKAMEN))
    head = await known(doors, "Claudia", head_of_school)
    await known(doors, "Bernd", OPERATOR)
    own = await head.ask(topic="law")
    page = f"{OFFICE}/{key(own)}"
    await office.post(f"{page}/termin", **doors.appointment())
    await head.post(f"{own}/zuruecknehmen")
    await arrived(house, 3)
    mails = await house.rows("notifications", select(kept_mails))
    told = {each.kind: each for each in mails}
    assert {kind: each.worker_id for kind, each in told.items()} == {
        "consultation_requested": office.person_id,
        "consultation_answered": head.person_id,
        "consultation_withdrawn": office.person_id,
    }
    assert len(mails) == 3
    until = local_date(house.clock.now()) + CONSULTATION_LINK
    by_link = house.link(CONSULTATION_PAGE, head.person_id, until)
    assert told["consultation_answered"].links == [f"{URL}{own}"]
    assert by_link in told["consultation_answered"].text
    assert told["consultation_requested"].links == [f"{URL}{page}"]
    for each in mails:
        assert "Recht und Datenschutz" not in each.subject + each.text + each.html
        assert "Claudia" not in each.subject


async def test_whoever_is_only_told_that_it_ends_without_a_talk_gets_a_mail_and_else_none(
    open_house: OpenHouse,
) -> None:
    doors = Doors(await open_house("directory", "notifications"))
    office = await doors.enter(coordinator_of(BERGKAMEN))
    head = await known(doors, "Claudia", granted(AccessRole.HEAD))
    closed, held = [await head.ask() for _ in range(2)]
    await office.post(f"{OFFICE}/{key(held)}/durchgefuehrt")
    for each in (held, closed):
        await office.post(f"{OFFICE}/{key(each)}/abschliessen")
    await arrived(doors.house, 1)
    [mail] = await doors.house.rows("notifications", select(kept_mails))
    assert mail.links == [f"{URL}{closed}"]


async def test_who_asks_by_a_link_is_told_that_it_has_arrived_with_a_link_that_opens(
    open_house: OpenHouse,
) -> None:
    doors = Doors(await open_house("directory", "notifications"))
    office = await known(doors, "Ayşe", coordinator_of(BERGKAMEN))
    head = await known(doors, "Claudia", granted(AccessRole.HEAD))
    until = local_date(doors.house.clock.now())
    path = doors.house.link(CONSULTATION_PAGE, head.person_id, until).removeprefix(URL)
    asked = await doors.house.http.post(path, data={"topic": "law"}, headers=HEADERS)
    assert asked.status_code == 303
    await arrived(doors.house, 2)
    mails = await doors.house.rows("notifications", select(kept_mails))
    told = {each.kind: each for each in mails}
    assert {kind: each.worker_id for kind, each in told.items()} == {
        "consultation_requested": office.person_id,
        "consultation_received": head.person_id,
    }
    mail = told["consultation_received"]
    assert "Recht und Datenschutz" not in mail.subject + mail.text + mail.html
    [link] = mail.links
    page = await doors.house.http.get(link.removeprefix(URL), headers=HEADERS)
    assert "Recht und Datenschutz" in page.text


async def test_who_takes_back_by_a_link_is_told_and_who_does_so_signed_in_is_not(
    open_house: OpenHouse,
) -> None:
    """Somebody else may have the link, and the appointment is called off."""
    doors = Doors(await open_house("directory", "notifications"))
    head = await known(doors, "Claudia", granted(AccessRole.HEAD))
    until = local_date(doors.house.clock.now())
    path = doors.house.link(CONSULTATION_PAGE, head.person_id, until).removeprefix(URL)
    first, second = [await head.ask() for _ in range(2)]
    await head.http.post(f"{first}/zuruecknehmen")
    taken = await doors.house.http.post(f"{path}?anfrage={key(second)}", headers=HEADERS)
    assert taken.status_code == 303
    await arrived(doors.house, 1)
    [mail] = await doors.house.rows("notifications", select(kept_mails))
    assert (mail.kind, mail.worker_id) == ("consultation_called_off", head.person_id)
    assert "abgesagt" in mail.text
    assert mail.links[0].startswith(f"{URL}/directory/l/beratung/")


async def known(doors: Doors, given_name: str, grant: Grant) -> Visit:
    """Somebody whom mails reach."""
    address = f"{given_name.lower().replace('ş', 's')}@bergkamen.example"
    names = Names(given_name=given_name, family_name="Beispiel", email=address)
    async with doors.house.context("directory").database.transaction() as uow:
        await invite(uow, names, [grant])
    await doors.house.quiet()
    [row] = await doors.house.rows("directory", select(Person.id).where(Person.email == address))
    cookies = await doors.house.sign_in(grant, person_id=row.id)
    transport = doors.house.http._transport
    http = AsyncClient(transport=transport, base_url=URL, headers=HEADERS, cookies=cookies)
    return Visit(http, row.id)


async def arrived(house: House, mails: int) -> None:
    """Wait until the mailbox holds so many, once what is gathered goes out."""
    await house.quiet()
    later(house)
    async with asyncio.timeout(20):
        while len(await house.rows("notifications", select(kept_mails.c.id))) < mails:
            await asyncio.sleep(0.02)
    await house.quiet()


async def test_start_pages_say_what_waits_and_what_comes(
    doors: Doors, worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    assert await cards(office) == {"consultations": 1}
    await office.post(f"{OFFICE}/{key(own)}/termin", **doors.appointment())
    assert await cards(office) == {}
    assert await cards(worker) == {"own_consultation": None}
    doors.house.clock.forward(timedelta(days=6))
    assert await cards(worker) == {}
    assert await cards(office) == {"consultations_unmarked": 1}


async def cards(visit: Visit) -> dict[str, int | None]:
    answer = (await visit.http.get("/directory/api/v1/cards")).json()["cards"]
    return {each["code"]: each["number"] for each in answer if "consultation" in each["code"]}


async def test_what_was_written_is_forgotten_and_the_consultation_counted_on(
    doors: Doors, worker: Visit
) -> None:
    own = await worker.ask()
    await worker.post(f"{own}/zuruecknehmen")
    still_open = await worker.ask()
    doors.house.clock.forward(KEPT + timedelta(days=1))
    async with doors.house.context("directory").database.transaction() as uow:
        await forget_words(uow)
    rows = await doors.house.rows("directory", select(ConsultationRow.id, ConsultationRow.note))
    notes = {str(row.id): row.note for row in rows}
    assert notes == {key(own): "", key(still_open): NOTE}


async def test_what_was_written_of_a_talk_that_nobody_closed_is_forgotten_as_well(
    doors: Doors, worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    await office.post(f"{OFFICE}/{key(own)}/termin", **doors.appointment())
    doors.house.clock.forward(timedelta(days=6))
    without = await worker.ask()
    for each in (own, without):
        await office.post(f"{OFFICE}/{key(each)}/durchgefuehrt")
    for days, noted in ((0, {own, without}), (31, {without}), (31, set())):
        doors.house.clock.forward(timedelta(days=days))
        async with doors.house.context("directory").database.transaction() as uow:
            await forget_words(uow)
        written = select(ConsultationRow.id).where(ConsultationRow.note != "")
        rows = await doors.house.rows("directory", written)
        assert {str(row.id) for row in rows} == {key(each) for each in noted}


async def test_who_looks_and_who_changes_is_recorded(
    doors: Doors, worker: Visit, office: Visit
) -> None:
    own = await worker.ask()
    await office.get(f"{OFFICE}/{key(own)}")
    await worker.post(f"{own}/zuruecknehmen")
    query = select(audit.c.action, audit.c.role).order_by(audit.c.position)
    found = [
        tuple(each)
        for each in await doors.house.rows("directory", query)
        if "beratung" in each.action
    ]
    assert found == [
        ("POST /beratung/neu", "worker"),
        ("GET /beratungen/{consultation_id}", "coordinator"),
        ("POST /beratung/{consultation_id}/zuruecknehmen", "worker"),
    ]
