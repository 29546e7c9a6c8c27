"""The start page says what somebody has a seat in, has to answer, and has to do; and the office."""

from datetime import timedelta

from shared.contracts.cards import Card, Cards, Urgency
from shared.contracts.meetings import OWN_ACTIONS
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, OFFICE, Meeting, Somebody, meeting
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
