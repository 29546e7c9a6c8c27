"""Who was there is noted date by date; nothing that was noted is changed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.trainings.attendance import rules
from services.trainings.attendance.models import attendance_marks
from services.trainings.door_codes.models import door_codes
from shared.clock import BERLIN
from shared.web.problem import Problem
from tests.conftest import OpenHouse
from tests.house import URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, on_the_day

DOOR = "/trainings/einchecken"


async def marks(held: Meeting) -> list[tuple[str, str, str]]:
    order = (attendance_marks.c.noted_at, attendance_marks.c.at, attendance_marks.c.id)
    rows = await held.house.rows("trainings", select(attendance_marks).order_by(*order))
    return [(each.presence.value, each.way.value, each.oddity.value) for each in rows]


async def test_a_list_is_saved_at_once_and_a_second_press_is_nothing(
    open_house: OpenHouse,
) -> None:
    held, people, path = await on_the_day(open_house, "Nele Ahrens", "Jan Beck")
    entries = [await held.entry(each) for each in people]
    page = await held.page(path)
    assert page.index("Nele Ahrens") < page.index("Jan Beck")
    form = {"present": entries[0], "shown": entries, "vorgang": "press-1"}
    for _ in range(2):
        assert (await held.post(path, **form)).status_code == 303
    assert await marks(held) == [("present", "list", "none")]
    assert "1 von 2 sind da" in await held.page(path)


async def test_nothing_is_kept_of_who_comes_too_early(open_house: OpenHouse) -> None:
    held, people, path = await on_the_day(open_house, "Nele Ahrens", minutes=40)
    entry = await held.entry(people[0])
    assert "Eingetragen wird ab 8:30 Uhr" in await held.page(path)
    early = await held.post(path, present=entry, shown=entry, vorgang="a")
    assert "noch zu früh" in early.text
    held.house.clock.forward(timedelta(minutes=20))
    await held.post(path, present=entry, shown=entry, vorgang="a")
    assert await marks(held) == [("present", "list", "none")]


async def test_after_the_day_a_correction_names_its_reason_and_the_past_stays(
    open_house: OpenHouse,
) -> None:
    held, people, path = await on_the_day(open_house, "Nele Ahrens")
    entry = await held.entry(people[0])
    one = f"{path}/{entry}"
    await held.post(one, presence="partly", units="2,5", vorgang="a")
    beyond = await held.post(one, presence="partly", units="12", vorgang="b")
    assert "So viele Einheiten hat der Termin nicht" in beyond.text
    held.house.clock.forward(timedelta(hours=20))
    assert "nennen Sie einen Grund" in (await held.post(one, presence="present", vorgang="c")).text
    reason = "steht auf der Unterschriftenliste"
    await held.post(one, presence="present", reason=reason, vorgang="c")
    page = await held.page(one)
    assert "teilweise anwesend (2,5 UE), Liste" in page
    assert f"anwesend, nachgetragen: {reason}" in page


async def test_whoever_was_there_cannot_give_up_the_seat_but_the_office_can(
    open_house: OpenHouse,
) -> None:
    held, people, path = await on_the_day(open_house, "Nele Ahrens")
    entry = await held.entry(people[0])
    await held.post(path, present=entry, shown=entry, vorgang="a")
    answer = await people[0].post(f"{CATALOGUE}/{held.id}/abmelden")
    assert "schon als anwesend eingetragen" in answer.text
    assert await held.places() == {"Nele Ahrens": "confirmed"}
    await held.post(f"/teilnehmende/{entry}/austragen", reason="Verwechslung")
    assert await held.places() == {"Nele Ahrens": "withdrawn"}
    assert "hat keinen Platz" in await held.page(path)


async def test_the_office_opens_the_code_and_a_look_changes_nothing(
    open_house: OpenHouse,
) -> None:
    held, (nele,), _ = await on_the_day(open_house, "Nele Ahrens")
    assert (await nele.post(f"{CATALOGUE}/{held.id}/einlass")).status_code == 303
    code = (await held.house.rows("trainings", select(door_codes)))[0].code
    shown = (await nele.get(f"{CATALOGUE}/{held.id}/einlass")).text
    assert "<svg" in shown
    assert "-".join(code[at : at + 4] for at in range(0, 16, 4)) in shown
    assert (await nele.get(f"{DOOR}/{code}")).status_code == 403
    looked = await held.http.get(f"{DOOR}/{code}", headers=HTML)
    assert "Nele Ahrens" in looked.text
    assert "9:00 Uhr: anwesend?" in looked.text
    assert await marks(held) == []
    for nonce in ("a", "a", "b"):
        await held.http.post(f"{DOOR}/{code}", data={"vorgang": nonce}, headers=HTML)
    assert await marks(held) == [("present", "scan", "none"), ("present", "scan", "again")]
    assert (await held.http.get(f"{DOOR}/{uuid4().hex[:16]}", headers=HTML)).status_code == 404


async def test_what_a_scanner_kept_off_the_net_stands_and_is_flagged(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan), path = await on_the_day(open_house, "Nele Ahrens", "Jan Beck")
    for each in (nele, jan):
        await each.post(f"{CATALOGUE}/{held.id}/einlass")
    rows = await held.house.rows("trainings", select(door_codes))
    code = {str(each.registration_id): each.code for each in rows}
    first, second = code[await held.entry(nele)], code[await held.entry(jan)]
    now = held.house.clock.now().astimezone(BERLIN)
    await jan.post(f"{CATALOGUE}/{held.id}/abmelden")
    held.house.clock.forward(timedelta(hours=2))
    await held.post(f"{path}/{await held.entry(nele)}", presence="absent", vorgang="x")
    lines = [
        f"{first}; {now:%d.%m.%Y %H:%M}; n1",
        f"{URL}{DOOR}/{second}; {now.isoformat(timespec='seconds')}; n2",
        f"{'X' * 16}; {now:%d.%m.%Y %H:%M}; n3",
    ]
    for _ in range(2):
        sent = await held.post(f"{path}/nachtragen", lines="\n".join(lines))
        assert sent.status_code == 303, sent.text
    assert await marks(held) == [
        ("absent", "list", "none"),
        ("present", "scan", "none"),
        ("present", "scan", "no_seat"),
    ]
    page = await held.page(path)
    assert "1 von 2 sind da" in page
    assert "nicht da" in page


@pytest.mark.parametrize("when", ["01.01.0001 00:00", "0001-01-01T00:00+14:00"])
def test_a_scanner_whose_clock_shows_no_year_of_ours_is_told_so(when: str) -> None:
    with pytest.raises(Problem, match="invalid-request"):
        rules.scans(f"K7F29QXM3TBA00ZV; {when}; n1", datetime(2027, 3, 12, tzinfo=UTC))


async def test_the_list_to_sign_is_a_tagged_file(open_house: OpenHouse) -> None:
    held, _, _ = await on_the_day(open_house, "Friederike Müller-Lüdenscheidt-Hohenstein")
    answer = await held.http.get(f"/trainings/veranstaltungen/{held.id}/unterschriften/datei")
    assert answer.headers["content-type"] == "application/pdf"
    assert b"pdfuaid" in answer.content


async def test_minutes_say_who_was_there_and_not_who_had_a_seat(open_house: OpenHouse) -> None:
    held, people, path = await on_the_day(open_house, "Nele Ahrens", "Jan Beck")
    assert "Nele Ahrens, Jan Beck" in await held.page("/protokoll")
    entries = [await held.entry(each) for each in people]
    await held.post(path, present=entries[0], shown=entries, vorgang="press-1")
    minutes = await held.page("/protokoll")
    assert "Nele Ahrens" in minutes
    assert "Jan Beck" not in minutes
