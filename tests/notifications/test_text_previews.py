"""A preview is the mail: with data that the office may see, and links that open nothing."""

from html import unescape

import pytest

from services.notifications.texts.values import TEXTS
from shared.contracts.accounts import AccessRecord, AccessRole
from shared.contracts.consultations import ConsultationRequested
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.desk import office, usual
from tests.notifications.test_preferences import at, door
from tests.notifications.town import Town, person
from tests.signing_in import coordinator_of
from tests.towns import KAMEN


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications", municipalities=frozenset({BERGKAMEN, KAMEN}))
    await tell(house, *town.everything())
    return house


async def test_the_preview_is_the_mail_with_real_data_and_its_links_open_nothing(
    house: House, town: Town
) -> None:
    """H2.25."""
    await tell(house, town.hired(), town.invited(town.hired().start_date))
    await settled(house, "sent", "sent")
    desk = await office(house, kind="survey_invitation")
    text = usual("survey_invitation").replace("Guten Tag", "Moin")
    assert (await desk.save(text)).status_code == 303
    page = await desk.see("/vorschau")
    assert "Moin Jörg-Uwe O'Neill-Müßig," in page
    assert "Jörg-Uwe O'Neill-Müßig, " in page.partition("Mit den Daten von")[2]
    message = page.partition("html?nachricht=")[2].partition('"')[0]
    html = unescape((await desk.http.get(f"{desk.page}/vorschau/html?nachricht={message}")).text)
    assert "Moin Jörg-Uwe O'Neill-Müßig," in html
    assert "/l/befragung/vorschau" in html
    sent = {mail.kind: mail for mail in await kept(house)}["survey_invitation"]
    [link] = [part for part in sent.text.split() if "/l/befragung/" in part]
    assert link not in html + page
    await desk.hold()
    await tell(house, town.invited(town.hired().start_date))
    await settled(house, "sent", "sent", "sent")
    mail = (await kept(house))[-1]
    assert mail.text.partition("Zur Kurz")[0] in page.replace("<p>", "").replace("</p>\n", "\n\n")


async def test_an_office_looks_at_nothing_of_others(house: House, town: Town) -> None:
    await tell(house, town.hired())
    [row] = await settled(house, "sent")
    other = await office(house, KAMEN)
    assert "Noch keine Mail dieser Art" in await other.see("/vorschau")
    for path in ("vorschau", "vorschau/html"):
        found = await other.http.get(f"{other.page}/{path}?nachricht={row.message_id}")
        assert found.status_code == 404
    tasks = await office(house, kind="tasks")
    found = await tasks.http.get(f"{tasks.page}/vorschau?nachricht={row.message_id}")
    assert found.status_code == 404
    head = await door(house, town.head, at(AccessRole.HEAD, town.school))
    assert (await head.get(TEXTS)).status_code == 403


async def test_a_preview_of_what_goes_to_a_person_greets_who_looks_and_nobody_else(
    house: House, town: Town
) -> None:
    """It may have gone to an operator, of whom an office knows nothing."""
    someone, office_of = new_id(), new_id()
    for key, name in ((someone, "Otto"), (office_of, "Carla")):
        await tell(house, person(key, name, "Betrieb", f"{name}@example.org"), tenant=EVERYONE)
    access = AccessRecord(version=1, person_id=someone, grants=(coordinator_of(BERGKAMEN),))
    await tell(house, access, tenant=EVERYONE)
    await tell(house, ConsultationRequested(consultation_id=new_id()))
    desk = await office(house, kind="consultation_requested", person=office_of)
    page = await desk.see("/vorschau")
    assert "Guten Tag Carla Betrieb," in page
    assert "Otto" not in page
