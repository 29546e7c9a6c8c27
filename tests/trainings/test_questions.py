"""People are asked when they register, until a day; only the office reads what they answer."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.trainings.answers.models import answers, sheets
from services.trainings.answers.use_cases import forget_older, give
from services.trainings.models import registrations as table
from services.trainings.questions.models import questions
from services.trainings.registrations import queries as registrations
from shared.clock import local_date
from shared.contracts.gatherings import REGISTRATION_PAGE, Approval
from shared.messaging.tables import outbox
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, Somebody, meeting
from tests.trainings.test_guests import ANNA, Door

MEAL = {"kind": "choice", "text": "Was essen Sie?", "choices": "vegan\nalles", "required": "ja"}
NEEDS = {"kind": "access", "text": "Was brauchen Sie?", "decisive": "ja"}


async def asking(open_house: OpenHouse, *asked: dict[str, str], **given: Any) -> Meeting:
    held = await meeting(open_house, **given)
    for each in asked or (MEAL, NEEDS):
        answer = await held.post("/fragen/neu", **each)
        assert answer.status_code == 303, answer.text
    return held


async def fields(held: Meeting) -> list[str]:
    rows = await held.house.rows("trainings", select(questions).order_by(questions.c.id))
    return [f"frage-{each.id}" for each in rows]


async def register(held: Meeting, who: Somebody, *said: str) -> int:
    data = dict(zip(await fields(held), said, strict=False))
    return (await who.post(f"{CATALOGUE}/{held.id}", waits="ja", **data)).status_code


async def forget(held: Meeting) -> None:
    async with held.house.context("trainings").database.transaction() as uow:
        await forget_older(uow)


async def kept(held: Meeting) -> list[str]:
    return sorted(each.text for each in await held.house.rows("trainings", select(answers)))


async def test_who_leaves_a_needed_answer_out_is_told_and_leaving_needs_none(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house)
    nele = await held.somebody()
    meal, needs = await fields(held)
    refused = await nele.post(f"{CATALOGUE}/{held.id}", **{needs: "Gebärdensprache"})
    assert refused.status_code == 422
    assert "Was essen Sie?: Bitte beantworten Sie diese Frage." in refused.text
    assert "Gebärdensprache</textarea>" in refused.text
    assert await held.places() == {}
    wrong = await nele.post(f"{CATALOGUE}/{held.id}", **{meal: "Ente"})
    assert "eine der angebotenen Möglichkeiten" in wrong.text
    assert await register(held, nele, "vegan", "Gebärdensprache") == 303
    await held.post("/fragen/neu", **(MEAL | {"text": "Kommen Sie mit dem Bus?"}))
    assert "Es fehlen noch Angaben" in (await nele.get(f"{CATALOGUE}/{held.id}")).text
    assert (await nele.post(f"{CATALOGUE}/{held.id}/abmelden")).status_code == 303
    assert await held.places() == {"Nele Ahrens": "withdrawn"}


async def test_the_office_has_a_list_with_counts_and_no_event_an_answer(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house)
    people = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in people:
        await register(held, each, "vegan", "Rampe")
    page = await held.page("/angaben")
    assert "vegan: 2, alles: 0, ohne: 0" in page
    assert "Rampe" in page
    table = await held.http.get(f"/trainings/veranstaltungen/{held.id}/angaben?als=csv")
    assert "Nele Ahrens;angemeldet;vollständig;vegan;Rampe" in table.text
    assert (await people[0].get(f"/trainings/veranstaltungen/{held.id}/angaben")).status_code == 403
    told = await held.house.rows("trainings", select(outbox))
    assert not re.search("vegan|Rampe|Was essen", str(told))


async def test_no_question_is_a_formula_in_the_file(open_house: OpenHouse) -> None:
    held = await asking(open_house, {"kind": "text", "text": "=HYPERLINK(A1)"})
    table = await held.http.get(f"/trainings/veranstaltungen/{held.id}/angaben?als=csv")
    assert table.text.splitlines()[0].endswith(";'=HYPERLINK(A1)")


async def test_answers_change_until_the_day_and_go_a_fortnight_after_the_end(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house, days=30)
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    today = local_date(held.house.clock.now())
    late = await held.post("/fragen", until=str(today + timedelta(days=31)), version="0")
    assert "nach dem Beginn" in late.text
    await held.post("/fragen", until=str(today + timedelta(days=5)), version="0")
    await register(held, nele, "vegan")
    meal, _ = await fields(held)
    own = f"{CATALOGUE}/{held.id}/angaben"
    held.house.clock.forward(timedelta(days=5))
    assert (await nele.post(own, **{meal: "alles"})).status_code == 303
    held.house.clock.forward(timedelta(days=1))
    frozen = await nele.post(own, **{meal: "vegan"})
    assert frozen.status_code == 422
    assert "lassen sich nicht mehr ändern" in frozen.text
    assert await register(held, jan, "vegan") == 303
    assert await kept(held) == ["alles", "vegan"]
    held.house.clock.forward(timedelta(days=37))
    await forget(held)
    assert await kept(held) == ["alles", "vegan"]
    held.house.clock.forward(timedelta(days=2))
    await forget(held)
    assert await kept(held) == []
    assert await held.house.rows("trainings", select(sheets)) == []


async def test_an_answer_that_mattered_for_the_approval_is_approved_again_and_the_seat_stays(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house, needs_approval="ja")
    nele = await held.somebody()
    meal, needs = await fields(held)
    own, page = f"{CATALOGUE}/{held.id}/angaben", f"{CATALOGUE}/{held.id}"
    await register(held, nele, "vegan", "Rampe")
    await nele.post(own, **{meal: "vegan", needs: "Rampe und Aufzug"})
    assert "erneut nötig" not in (await nele.get(page)).text
    person = f"/teilnehmende/{await held.entry(nele)}"
    await held.post(f"{person}/freigeben")
    await nele.post(own, **{meal: "alles", needs: "Rampe und Aufzug"})
    assert "erneut nötig" not in (await nele.get(page)).text
    await nele.post(own, **{meal: "alles", needs: "Assistenz"})
    assert "erneut nötig" in (await nele.get(page)).text
    assert await held.places() == {"Nele Ahrens": "confirmed"}
    assert "erneut nötig für eine Person" in await held.page("/teilnehmende")
    assert "Erneut freigeben" in await held.page(person)
    await held.post(f"{person}/erneut-freigeben")
    assert "erneut nötig" not in await held.page("/teilnehmende") + (await nele.get(page)).text


async def test_an_answer_that_changes_while_the_office_approves_is_approved_again(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house, needs_approval="ja")
    nele = await held.somebody()
    meal, needs = await fields(held)
    await register(held, nele, "vegan", "Rampe")
    key = await _id(held, nele)
    async with held.house.context("trainings").database.transaction() as uow:
        entry = await registrations.one(uow.session, BERGKAMEN, key)
        approved = update(table).where(table.c.id == key).values(approval=Approval.APPROVED)
        await uow.session.execute(approved)
        await give(uow, entry, {meal: "vegan", needs: "Assistenz"})
    assert "erneut nötig für eine Person" in await held.page("/teilnehmende")


async def test_who_was_registered_by_another_answers_later_by_the_link(
    open_house: OpenHouse,
) -> None:
    held = await asking(open_house)
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await nele.post(f"{CATALOGUE}/{held.id}/andere", name="Jan Beck")
    assert "Von einer Person fehlen" in await held.page("/angaben")
    until = local_date(held.house.clock.now()) + timedelta(days=3)
    link = held.house.link(REGISTRATION_PAGE, await _id(held, jan), until).removeprefix(URL)
    stranger = HTML | {"cookie": "", "origin": URL}
    meal, _ = await fields(held)
    empty = await held.http.post(link, data={"answer": "details"}, headers=stranger)
    assert "Bitte beantworten Sie diese Frage" in empty.text
    data = {"answer": "details", meal: "alles"}
    assert (await held.http.post(link, data=data, headers=stranger)).status_code == 303
    assert await kept(held) == ["alles"]
    assert "fehlen" not in await held.page("/angaben")


async def test_a_guest_answers_when_they_confirm(open_house: OpenHouse) -> None:
    held = await asking(open_house, audience="public")
    door = Door(held)
    await door.ask()
    [link] = await door.links()
    meal, _ = await fields(held)
    refused = await door.confirm(link)
    assert "Bitte beantworten Sie diese Frage" in refused.text
    assert await door.places() == {}
    assert (await door.confirm(link, **{meal: "vegan"})).status_code == 303
    assert await kept(held) == ["vegan"]
    assert (await door.send(link, leaves="ja", **ANNA)).status_code == 303


async def test_a_question_that_goes_takes_its_answers_along(open_house: OpenHouse) -> None:
    held = await asking(open_house)
    nele = await held.somebody()
    await register(held, nele, "vegan", "Rampe")
    assert "gibt es schon" in (await held.post("/fragen/neu", **MEAL)).text
    few = await held.post("/fragen/neu", **(MEAL | {"text": "Bus?", "choices": "ja"}))
    assert "mindestens zwei" in few.text
    key = (await fields(held))[1].removeprefix("frage-")
    assert (await held.post(f"/fragen/{key}/entfernen")).status_code == 303
    assert await kept(held) == ["vegan"]


async def _id(held: Meeting, who: Somebody) -> UUID:
    return UUID(await held.entry(who))


async def test_what_is_asked_after_the_approval_is_asked_of_nobody_before(
    open_house: OpenHouse,
) -> None:
    travel = {
        "kind": "text",
        "text": "Wie reisen Sie an?",
        "required": "ja",
        "later": "ja",
        "decisive": "ja",
    }
    held = await asking(open_house, MEAL, travel, needs_approval="ja")
    nele = await held.somebody()
    page = f"{CATALOGUE}/{held.id}"
    assert "Wie reisen Sie an?" not in (await nele.get(page)).text
    assert await register(held, nele, "vegan") == 303
    assert "Wie reisen Sie an?" not in (await nele.get(f"{page}/angaben")).text
    await held.post(f"/teilnehmende/{await held.entry(nele)}/freigeben")
    assert "Es fehlen noch Angaben von Ihnen." in (await nele.get(page)).text
    assert "Wie reisen Sie an?" in (await nele.get(f"{page}/angaben")).text
    given = dict(zip(await fields(held), ("vegan", "mit dem Rad"), strict=True))
    assert (await nele.post(f"{page}/angaben", **given)).status_code == 303
    assert await kept(held) == ["mit dem Rad", "vegan"]
    assert "erneut" not in (await nele.get(page)).text


async def test_where_nobody_approves_it_is_asked_at_once(open_house: OpenHouse) -> None:
    held = await asking(open_house, {"kind": "text", "text": "Wie reisen Sie an?", "later": "ja"})
    nele = await held.somebody()
    assert "Wie reisen Sie an?" in (await nele.get(f"{CATALOGUE}/{held.id}")).text
