"""People register and withdraw; a seat is decided at the moment in which it is asked for."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.models import gathering_dates
from shared.german import long_date
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting


async def test_whoever_registers_has_a_seat_while_there_are_some(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    first = await held.somebody("Nele Ahrens")
    assert "Noch ein Platz ist frei" in (await first.get(f"{CATALOGUE}/{held.id}")).text
    assert (await held.register(first)).status_code == 303
    assert "Sie sind angemeldet" in (await first.get(f"{CATALOGUE}/{held.id}")).text
    assert await held.places() == {"Nele Ahrens": "confirmed"}


async def test_a_click_too_many_registers_nobody_twice(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    first = await held.somebody()
    for _ in range(2):
        assert (await held.register(first)).status_code == 303
    assert "1 Eintrag" in await held.page("/teilnehmende")


async def test_whoever_saw_a_free_seat_is_asked_before_they_wait(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await held.register(first)
    answer = await held.register(second, waits=False)
    assert answer.status_code == 422
    assert "Inzwischen sind alle Plätze vergeben" in answer.text
    assert "Auf die Warteliste" in answer.text
    assert await held.places() == {"Nele Ahrens": "confirmed"}
    await held.register(second)
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Warteliste, Platz 1: alle Plätze sind vergeben" in page


async def test_a_seat_that_is_given_up_is_kept_for_the_next(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    first, second, third = [
        await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck", "Ida Cors")
    ]
    for each in (first, second, third):
        await held.register(each)
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert await held.places() == {
        "Nele Ahrens": "withdrawn",
        "Jan Beck": "offered",
        "Ida Cors": "waiting",
    }
    newcomer = await held.somebody("Ole Dahl")
    await held.register(newcomer)
    assert (await held.places())["Ole Dahl"] == "waiting"
    asked = (await second.get(f"{CATALOGUE}/{held.id}/abmelden")).text
    assert "Platz ablehnen?" in asked
    await second.post(f"{CATALOGUE}/{held.id}/annehmen")
    assert (await held.places())["Jan Beck"] == "confirmed"


async def test_an_offer_that_nobody_answers_goes_to_the_next(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1", days=60)
    people = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck", "Ida Cors")]
    for each in people:
        await held.register(each)
    await people[0].post(f"{CATALOGUE}/{held.id}/abmelden")
    held.house.clock.forward(timedelta(days=8))
    late = await people[1].post(f"{CATALOGUE}/{held.id}/annehmen")
    assert "Die Frist für diesen Platz ist vorbei" in late.text
    await people[2].post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Jan Beck"] == "lapsed"


async def test_the_office_gives_a_seat_beyond_the_capacity_with_a_reason(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, second):
        await held.register(each)
    path = f"/teilnehmende/{await held.entry(second)}"
    assert (await held.post(f"{path}/platz", reason="")).status_code == 422
    assert (await held.post(f"{path}/platz", reason="hält einen Vortrag")).status_code == 303
    assert "über die Plätze hinaus: hält einen Vortrag" in await held.page(path)
    third = await held.somebody("Ida Cors")
    await held.register(third)
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Ida Cors"] == "waiting"


async def test_nobody_has_a_seat_before_the_office_agrees(open_house: OpenHouse) -> None:
    held = await meeting(open_house, needs_approval="ja", capacity="5")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, second):
        await held.register(each)
    assert "Freigabe ausstehend" in (await first.get(f"{CATALOGUE}/{held.id}")).text
    open_ones = (await held.http.get("/trainings/freigaben", headers=HTML)).text
    assert f"{held.id}/teilnehmende/{await held.entry(first)}" in open_ones
    assert "Jan Beck" in open_ones
    await held.post(f"/teilnehmende/{await held.entry(first)}/freigeben")
    await held.post(f"/teilnehmende/{await held.entry(second)}/ablehnen", reason="nicht zuständig")
    assert await held.places() == {"Nele Ahrens": "confirmed", "Jan Beck": "withdrawn"}
    again = await held.register(second)
    assert "Ihre Anmeldung wurde nicht freigegeben" in again.text


async def test_more_seats_go_to_those_who_wait(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1")
    people = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck", "Ida Cors")]
    for each in people:
        await held.register(each)
    given = {"kind": "training", "title": "Kinderschutz", "capacity": "2", "audience": "everybody"}
    version = (await held.page("/bearbeiten")).partition('name="version" value="')[2].split('"')[0]
    assert (await held.post("/bearbeiten", **given, version=version)).status_code == 303
    assert (await held.places())["Jan Beck"] == "offered"
    assert (await held.places())["Ida Cors"] == "waiting"


async def test_a_colleague_is_registered_by_name_and_may_withdraw(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    first, other = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Müller-Öz")]
    path = f"{CATALOGUE}/{held.id}/andere"
    nobody = await first.post(path, name="Jan Meier")
    assert "So heißt im Verzeichnis niemand" in nobody.text
    assert (await first.post(path, name="Jan Müller-Öz")).status_code == 303
    assert (await held.places())["Jan Müller-Öz"] == "confirmed"
    page = (await other.get(f"{CATALOGUE}/{held.id}")).text
    assert "Angemeldet von Nele Ahrens" in page
    assert (await other.post(f"{CATALOGUE}/{held.id}/abmelden")).status_code == 303


async def test_nobody_learns_that_the_office_has_rejected_a_colleague(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, needs_approval="ja")
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await held.register(nele)
    await held.post(f"/teilnehmende/{await held.entry(nele)}/ablehnen", reason="doppelt")
    told = (await jan.post(f"{CATALOGUE}/{held.id}/andere", name="Nele Ahrens")).text
    assert "lässt sich so nicht anmelden" in told
    assert "nicht freigegeben" not in told


async def test_reasons_stand_instead_of_dead_buttons(open_house: OpenHouse) -> None:
    held = await meeting(open_house, audience="heads")
    worker = await held.somebody()
    page = (await worker.get(f"{CATALOGUE}/{held.id}")).text
    assert "richtet sich an andere" in page
    assert ">Anmelden<" not in page
    assert "richtet sich an andere" in (await held.register(worker)).text
    held.house.clock.forward(timedelta(days=31))
    page = (await worker.get(f"{CATALOGUE}/{held.id}")).text
    assert "Die Veranstaltung ist vorbei" in page


async def test_a_gathering_that_is_called_off_frees_everybody(open_house: OpenHouse) -> None:
    held: Meeting = await meeting(open_house, capacity="1")
    people = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in people:
        await held.register(each)
    assert (await held.post("/absagen")).status_code == 303
    assert set((await held.places()).values()) == {"withdrawn"}
    assert "Abgesagt" in (await people[0].get(f"{CATALOGUE}/{held.id}")).text


async def test_what_is_over_is_said_to_be_over(open_house: OpenHouse) -> None:
    held = await meeting(open_house, days=3)
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await held.register(nele)
    path = f"{CATALOGUE}/{held.id}"
    assert "Mein Einlass-Code" in (await nele.get(path)).text
    held.house.clock.forward(timedelta(days=4))
    theirs = (await nele.get(path)).text
    assert "Sie hatten einen Platz" in theirs
    assert "Mein Einlass-Code" not in theirs
    assert "in den Kalender" not in theirs
    assert "Die Veranstaltung ist vorbei." in (await jan.get(path)).text


async def test_a_date_is_named_before_it_is_called_off(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    [date] = await held.house.rows("trainings", select(gathering_dates))
    asked = await held.page(f"/termine/{date.id}/absagen")
    assert f"Termin am {long_date(date.day)} absagen?" in asked
    assert "Das lässt sich nicht rückgängig machen" not in asked
    only = await held.post(f"/termine/{date.id}/absagen")
    assert "Das ist der letzte Termin" in only.text
