"""Whoever was there, at least partly, gets a right to answer; nobody else does, and once."""

from datetime import timedelta

from services.trainings.feedback_rights.use_cases import open_due
from shared.contracts.feedback import FeedbackAsked, FeedbackOpened
from tests.conftest import OpenHouse
from tests.notifications.conftest import announced
from tests.trainings.meeting import CATALOGUE, Meeting, on_the_day

NAMES = ("Nele Ahrens", "Jan Beck", "Ida Cors", "Ute Dorn", "Kim Esser", "Tom Frey")


async def round_of(held: Meeting) -> tuple[list[FeedbackOpened], list[FeedbackAsked]]:
    """What was announced by the job so far."""
    async with held.house.context("trainings").database.transaction() as uow:
        await open_due(uow)
    await held.house.quiet()
    opened = await announced(held.house, FeedbackOpened)
    return opened, await announced(held.house, FeedbackAsked)


async def test_who_was_there_even_partly_is_asked_once_if_the_office_wants_it_and_they_are_five(
    open_house: OpenHouse,
) -> None:
    held, people, path = await on_the_day(open_house, *NAMES)
    entries = [await held.entry(each) for each in people]
    await held.post(path, present=entries[:4], shown=entries, vorgang="a")
    held.house.clock.forward(timedelta(hours=20))
    assert await round_of(held) == ([], []), "four would be destroyed unread"
    assert "Sobald fünf als anwesend eingetragen sind" in await held.page()
    late = {"reason": "kam zum zweiten Teil", "vorgang": "b"}
    await held.post(f"{path}/{entries[4]}", presence="partly", units="2", **late)
    assert await round_of(held) == ([], []), "somebody is still writing"
    await held.post("/rueckmeldung", version="0")
    held.house.clock.forward(timedelta(hours=13))
    assert await round_of(held) == ([], []), "the office does not want it"
    await held.post("/rueckmeldung", asked="ja", version="1")
    for _ in range(2):
        [opened], asked = await round_of(held)
    assert {each.person_id for each in asked} == {each.id for each in people[:5]}
    assert {each.right_id for each in asked} == set(opened.rights)
    said = opened.model_dump_json()
    assert not any(str(each.id) in said for each in people)
    assert not any(each in said for each in entries)
    assert "Erbeten bis" in await held.page()
    assert "Es wurde um Rückmeldung gebeten" in (await held.post("/rueckmeldung", version="2")).text


async def test_who_is_noted_after_people_were_asked_reads_why_there_is_no_link(
    open_house: OpenHouse,
) -> None:
    held, people, path = await on_the_day(open_house, *NAMES)
    entries = [await held.entry(each) for each in people]
    await held.post(path, present=entries[:5], shown=entries, vorgang="a")
    held.house.clock.forward(timedelta(hours=20))
    [opened], rights = await round_of(held)
    pages = [await each.get(f"{CATALOGUE}/{held.id}") for each in people[4:]]
    assert not any("Keine Bitte um Rückmeldung" in each.text for each in pages)
    late = {"reason": "stand nicht auf der Liste", "vorgang": "b"}
    await held.post(f"{path}/{entries[5]}", presence="present", units="", **late)
    await held.post(f"{path}/{entries[4]}", presence="absent", units="", reason="x", vorgang="c")
    assert await round_of(held) == ([opened], rights), "nobody gets a right, nobody loses one"
    asked, missed = [(await each.get(f"{CATALOGUE}/{held.id}")).text for each in people[4:]]
    assert "Keine Bitte um Rückmeldung" not in asked
    assert "mit der Urne versiegelt" in missed
