"""What the office does most, in as few steps as it takes."""

from datetime import timedelta

from services.trainings.models import gathering_dates, gatherings
from shared.clock import local_date
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, meeting


async def test_several_registrations_are_decided_from_the_list(open_house: OpenHouse) -> None:
    held = await meeting(open_house, needs_approval="ja", capacity="5")
    names = ("Nele Ahrens", "Jan Beck", "Ida Cors", "Ole Dahl")
    people = [await held.somebody(each) for each in names]
    for each in people:
        await held.register(each)
    assert "0 von 5, 4 ohne Freigabe" in (await held.http.get(OFFICE, headers=HTML)).text
    page = await held.page("/teilnehmende")
    assert 'aria-label="Nele Ahrens freigeben"' in page
    ids = [await held.entry(each) for each in people]
    nobody = await held.post("/teilnehmende/freigeben")
    assert nobody.status_code == 303
    await held.post("/teilnehmende/freigeben", chosen=ids[1:3])
    await held.post("/teilnehmende/freigeben", chosen=ids[1:3], only=ids[0])
    assert await held.places() == dict.fromkeys(names[:3], "confirmed") | {"Ole Dahl": "waiting"}
    asked = await held.post("/teilnehmende/nicht-freigeben", only=ids[3])
    assert "Ole Dahl" in asked.text
    assert "Jan Beck" not in asked.text
    without = await held.post("/teilnehmende/ablehnen", chosen=ids[1:])
    assert without.status_code == 422
    assert (await held.post("/teilnehmende/ablehnen", chosen=["x"])).status_code == 422
    await held.post("/teilnehmende/ablehnen", chosen=ids[1:], reason="Andere Zielgruppe")
    assert (await held.places()) == dict.fromkeys(names[:3], "confirmed") | {
        "Ole Dahl": "withdrawn"
    }
    assert "Andere Zielgruppe" in await held.page(f"/teilnehmende/{ids[3]}")


async def test_a_part_of_a_name_lets_the_office_choose_but_not_a_colleague(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    jan, jana = [await held.somebody(each) for each in ("Jan Müller", "Jana Müller")]
    form = f"{CATALOGUE}/{held.id}/andere"
    asked = await held.http.post(form, data={"name": "mueller"}, headers=HTML)
    assert asked.status_code == 422
    assert "Jan Müller" in asked.text
    assert "Jana Müller" in asked.text
    curious = await jan.post(form, name="müller", person=str(jana.id))
    assert "So heißt im Verzeichnis niemand" in curious.text
    assert await held.places() == {}
    chosen = {"name": "mueller", "person": str(jana.id)}
    done = await held.http.post(form, data=chosen, headers=HTML)
    assert done.status_code == 303
    await held.post("/teilnehmende/eintragen", name="Jan M", person=str(jan.id), reason="kam")
    assert await held.places() == {"Jan Müller": "confirmed", "Jana Müller": "confirmed"}


async def test_a_gathering_has_its_first_date_from_the_first_form(open_house: OpenHouse) -> None:
    held = Meeting(await open_house("directory", "trainings"))
    day = local_date(held.house.clock.now()) + timedelta(days=9)
    form = {"kind": "training", "title": "Kinderschutz", "day": day.isoformat(), "starts": "9.00"}
    half = await held.http.post(f"{OFFICE}/neu", data=form, headers=HTML)
    assert half.status_code == 422
    assert 'href="#ends"' in half.text
    assert await held.house.rows("trainings", gatherings.select()) == []
    whole = form | {"ends": "12:30", "place": "Rathaus"}
    made = await held.http.post(f"{OFFICE}/neu", data=whole, headers=HTML)
    assert made.status_code == 303, made.text
    date = (await held.house.rows("trainings", gathering_dates.select()))[0]
    assert (date.day, date.place, f"{date.ends:%H:%M}") == (day, "Rathaus", "12:30")


async def test_lists_say_what_is_true_now(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1", title="Kinderschutz")
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    assert "wenige" in (await nele.get(CATALOGUE)).text
    await held.register(nele)

    async def said(query: str = "") -> tuple[str, str]:
        office = await held.http.get(f"{OFFICE}{query}", headers=HTML)
        return office.text, (await jan.get(f"{CATALOGUE}{query}")).text

    assert all("ausgebucht" in each for each in await said())
    await held.register(jan)
    assert all("Warteliste (1)" in each for each in await said())
    assert "Kinderschutz" not in (await jan.get(f"{CATALOGUE}?free=ja")).text
    held.house.clock.forward(timedelta(days=31))
    assert all("Kinderschutz" not in each for each in await said())
    assert all("vorbei" in each for each in await said("?past=ja"))
    assert all("Anmeldung offen" not in each for each in await said("?past=ja"))


async def test_the_catalogue_is_narrowed_to_what_one_can_go_to(open_house: OpenHouse) -> None:
    held = await meeting(open_house, title="Vor Ort", audience="heads")
    first = await held.somebody()
    day = local_date(held.house.clock.now()) + timedelta(days=30)
    other = Meeting(held.house)
    await other.make(title="Am Bildschirm")
    await other.post(
        "/termin", day=day.isoformat(), starts="8:00", ends="8:30", place="Videokonferenz"
    )

    async def listed(query: str) -> list[bool]:
        page = (await first.get(f"{CATALOGUE}?{query}")).text
        return [f">{title}<" in page for title in ("Vor Ort", "Am Bildschirm")]

    assert await listed("where=online") == [False, True]
    assert await listed("where=onsite") == [True, False]
    assert await listed("for_me=ja") == [False, True]
    assert await listed(f"month={day.month}&free=ja") == [True, True]
    assert await listed(f"month={day.month % 12 + 1}") == [False, False]
