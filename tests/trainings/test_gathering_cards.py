"""The start page says what somebody has a seat in, has to answer, and has to do; and the office."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from services.trainings.gathering_cards.queries import OF_OFFICE, moments
from services.trainings.models import gathering_dates
from shared.contracts.cards import Card, Cards, Urgency
from shared.contracts.certificates import QUALIFICATIONS
from shared.contracts.meetings import OWN_ACTIONS
from tests.conftest import OpenHouse
from tests.towns import BERGKAMEN
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, Somebody, meeting, on_the_day
from tests.trainings.test_actions import give, in_days
from tests.trainings.test_minutes import publish

PATH = "/trainings/api/v1/cards"


async def cards_of(who: Somebody | Meeting) -> dict[str, Card]:
    answer = await who.http.get(PATH)
    assert answer.status_code == 200, answer.text
    return {each.code: each for each in Cards.model_validate_json(answer.text).cards}


async def test_each_sees_their_own_dates_places_in_line_and_offers(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="1", days=20)
    nele, jan = [await held.somebody(each) for each in ("Nele A", "Jan B")]
    assert not await cards_of(jan)
    for each in (nele, jan):
        await held.register(each)
    page = f"{CATALOGUE}/{held.id}"
    mine, waiting = await cards_of(nele), await cards_of(jan)
    assert (mine["own_dates"].number, mine["own_dates"].link) == (1, page)
    assert ", 09:00 Uhr." in mine["own_dates"].sentence
    assert waiting["own_waiting"].title == "Ich stehe auf Wartelisten"
    assert "own_waiting" not in mine
    await nele.post(f"{page}/abmelden")
    offered = (await cards_of(jan))["offered_seats"]
    assert (offered.urgency, offered.link) == (Urgency.NOW, page)
    assert ", 18:00 Uhr." in offered.sentence
    held.house.clock.forward(timedelta(days=8))
    assert not await cards_of(jan)


async def test_own_action_items_stand_there_until_they_are_done(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    nele = await held.somebody()
    key = await give(held, due_on=in_days(held, 1))
    await give(held)
    card = (await cards_of(nele))["own_actions"]
    assert (card.number, card.link, card.urgency) == (2, OWN_ACTIONS, Urgency.SOON)
    assert "late_actions" not in await cards_of(held)
    held.house.clock.forward(timedelta(days=3))
    card = (await cards_of(nele))["own_actions"]
    assert (card.sentence, card.urgency) == ("1 davon überfällig.", Urgency.NOW)
    assert (await cards_of(held))["late_actions"].number == 1
    await nele.post(f"{OWN_ACTIONS}/{key}/erledigt")
    assert (await cards_of(nele))["own_actions"].number == 1
    assert "late_actions" not in await cards_of(held)


async def test_the_office_sees_who_waits_for_it_and_what_is_full(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1", needs_approval="ja", days=20)
    assert (await cards_of(held))["crowded_gatherings"].number == 1
    other = await Meeting(held.house).make(capacity="1", days=9, title="Voll")
    for name in ("Nele A", "Jan B"):
        who = await held.somebody(name)
        await held.register(who)
        await other.register(who)
    found = await cards_of(held)
    assert (found["pending_approvals"].number, found["pending_approvals"].link) == (2, OFFICE)
    assert found["crowded_gatherings"].sentence == (
        "Mit Warteliste: 1, eine Person wartet. Mit höchstens 3 freien Plätzen: 1."
    )


async def test_minutes_are_missed_a_week_after_a_meeting(open_house: OpenHouse) -> None:
    held = await meeting(open_house, kind="working_group", days=2)
    await Meeting(held.house).make(days=2)
    held.house.clock.forward(timedelta(days=8))
    assert "missing_minutes" not in await cards_of(held)
    held.house.clock.forward(timedelta(days=2))
    assert (await cards_of(held))["missing_minutes"].number == 1
    await publish(held)
    assert "missing_minutes" not in await cards_of(held)


async def test_seats_for_which_an_offer_is_too_late_are_given_by_hand(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1", days=20)
    nele, jan = [await held.somebody(each) for each in ("Nele A", "Jan B")]
    for each in (nele, jan):
        await held.register(each)
    [date] = await held.house.rows("trainings", select(gathering_dates))
    clock = held.house.clock
    clock.forward(date.starts_at - clock.now() - timedelta(minutes=30))
    assert "seats_by_hand" not in await cards_of(held)
    await nele.post(f"{CATALOGUE}/{held.id}/abmelden")
    card = (await cards_of(held))["seats_by_hand"]
    assert (card.number, card.urgency) == (1, Urgency.NOW)
    assert "eine Person wartet" in card.sentence


async def test_certificates_are_missed_a_week_after_somebody_was_there(
    open_house: OpenHouse,
) -> None:
    held, (nele,), path = await on_the_day(open_house, "Nele Ahrens")
    entry = await held.entry(nele)
    await held.post(path, present=entry, shown=entry, vorgang="a")
    held.house.clock.forward(timedelta(days=6))
    assert "Ausstehend: Anwesenheit ist eingetragen" in await held.page()
    assert "missing_certificates" not in await cards_of(held)
    held.house.clock.forward(timedelta(days=2))
    assert (await cards_of(held))["missing_certificates"].number == 1
    await held.post("/bescheinigungen", share="50")
    assert "missing_certificates" not in await cards_of(held)
    assert "Ausstehend" not in await held.page()


async def test_what_runs_out_is_told_from_ninety_days_before_until_it_is_renewed(
    open_house: OpenHouse,
) -> None:
    held, (nele,), path = await on_the_day(open_house, "Nele Ahrens")
    kind = {"name": "Kinderschutz", "units": "8", "months": "12", "gathering_kind": "training"}
    await held.http.post(f"{QUALIFICATIONS}/arten/neu", data=kind | {"version": "0"}, headers=HTML)
    entry = await held.entry(nele)
    await held.post(path, present=entry, shown=entry, vorgang="a")
    held.house.clock.forward(timedelta(days=1))
    await held.post("/bescheinigungen", share="50")
    for days, urgency in ((273, None), (7, Urgency.CALM), (60, Urgency.SOON), (30, None)):
        held.house.clock.forward(timedelta(days=days))
        seen = [(await cards_of(held)).get("ending_qualifications")]
        seen.append((await cards_of(nele)).get("own_qualification"))
        assert [each and each.urgency for each in seen] == [urgency] * 2, days


@pytest.mark.parametrize("card", [1, 4])
async def test_seats_are_entered_by_their_gathering(open_house: OpenHouse, card: int) -> None:
    """And not all of the municipality for each: SQLite knows nothing of how many there are."""
    here = (await meeting(open_house)).house.context("trainings")
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    async with here.database.reading() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await session.execute(OF_OFFICE[card], {"tenant": BERGKAMEN, **moments(here)})
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        [(statement, given)] = asked
        explained = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        plan = " ".join(str(row[-1]) for row in explained)
    assert "SEARCH registrations USING INDEX registrations_of_gathering" in plan, plan
