"""The office reads on one page, and saves, all that somebody has taken part in."""

import html
from datetime import timedelta

from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.conftest import OpenHouse
from tests.trainings.meeting import HTML, Meeting
from tests.trainings.test_qualifications import qualified

HISTORY = "/trainings/teilnahmen"
ELSEWHERE = {"title": "Trauma", "provider": "VHS", "units": "4", "proof": "Zertifikat", "kind": ""}


async def test_seats_certificates_and_trainings_elsewhere_stand_in_one_list(
    open_house: OpenHouse,
) -> None:
    held, nele, _ = await qualified(open_house)
    missed = await Meeting(held.house).make(days=1, title="Verpasst")
    later = await Meeting(held.house).make(days=40, title="Noch nicht")
    given_up = await Meeting(held.house).make(days=2, title="Abgemeldet")
    for each in (missed, later, given_up):
        await nele.post(f"/trainings/angebote/{each.id}", waits="ja")
    await nele.post(f"/trainings/angebote/{given_up.id}/abmelden")
    day = (local_date(held.house.clock.now()) - timedelta(days=30)).isoformat()
    own = "/trainings/meine-bescheinigungen/extern/neu"
    assert (await nele.post(own, day=day, **ELSEWHERE)).status_code == 303
    held.house.clock.forward(timedelta(days=3))
    answer = await held.http.get(f"{HISTORY}/{nele.id}", headers=HTML)
    page = html.unescape(answer.text)
    assert "Kinderschutz</a>: gültig, bis" in page
    assert f'href="{HISTORY[:10]}/veranstaltungen/{held.id}/bescheinigungen/' in page
    assert "Noch nicht" not in page
    assert "Abgemeldet" not in page
    file = await held.http.get(f"{HISTORY}/{nele.id}?als=csv", headers=HTML)
    lines = [each.split(";") for each in file.text.strip().split("\r\n")[1:]]
    assert [(each[0], each[3], each[4]) for each in lines] == [
        ("Verpasst", "hatte einen Platz, keine Anwesenheit eingetragen", ""),
        ("Kinderschutz im Ganztag", "da gewesen", "10 von 10"),
        ("Trauma", "bei einem anderen Anbieter", "4"),
    ]
    assert lines[1][5].startswith("gültig vom ")


async def test_an_old_id_leads_on_and_nobody_elsewhere_is_known(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    old, new = new_id(), new_id()
    nele = PersonRecord(
        person_id=new, version=1, given_name="Nele", family_name="Ahrens", email="nele@example.org"
    )
    await house.announce(nele.model_copy(update={"person_id": old, "merged_into": new}))
    await house.announce(nele, cause=Cause("05978020", new_id()))
    await house.quiet()
    moved = await house.http.get(f"{HISTORY}/{old}", headers=HTML)
    assert (moved.status_code, moved.headers["location"]) == (301, f"{HISTORY}/{new}")
    assert (await house.http.get(f"{HISTORY}/{new}", headers=HTML)).status_code == 404
