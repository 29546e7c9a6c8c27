"""What follows from a result or a meeting is given to somebody, followed, and done or not."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from services.surveys.measures import use_cases
from services.surveys.measures.models import measures
from services.surveys.measures.values import REFUSED, MeasureState
from services.surveys.values import REPLY_REFUSED
from shared.clock import BERLIN
from shared.contracts.directory import PersonRecord
from shared.contracts.measures import (
    FROM_MINUTES,
    MEASURES,
    OWN_MEASURES,
    MeasureAssigned,
    MeasureDue,
    MeasureSettled,
)
from tests.surveys.conftest import BROWSER, Surveys
from tests.surveys.network import TITLE, Network, Somebody

ROOM = {"title": "Raum für Gespräche suchen", "reason": "Jede zweite Schule hat keinen."}
OUTSIDE = {"given_name": "Uwe", "family_name": "Bauhof", "address": "uwe@example.org"}


async def given(net: Network, office: Somebody, **more: str) -> str:
    """The page of the measure that the office has noted."""
    key = await net.gathering()
    form = ROOM | {"due_on": net.in_days(20).isoformat()} | more
    answer = await office.post(f"{FROM_MINUTES}/{key}", **form)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"/trainings/veranstaltungen/{key}/protokoll")
    [row] = await net.house.rows("surveys", select(measures))
    return f"{MEASURES}/{row.id}"


async def stored(net: Network) -> Any:
    [row] = await net.house.rows("surveys", select(measures))
    return row


async def test_its_owner_finds_it_and_says_how_it_stands(surveys: Surveys) -> None:
    net = Network(surveys)
    office, nele, jan = [
        await net.office(),
        await net.somebody("Nele Ahrens"),
        await net.somebody("Jan Beck"),
    ]
    page = await given(net, office, who="Nele Ahrens")
    own = f"{OWN_MEASURES}/{page.rpartition('/')[2]}"
    assert ROOM["title"] in await nele.get(OWN_MEASURES)
    assert "Nichts offen" in await jan.get(OWN_MEASURES)
    await jan.get(own, 404)
    assert (await jan.post(own, reply="done")).status_code == 404
    assert REPLY_REFUSED["until-missing"] in (await nele.post(own, reply="later")).text
    early = await nele.post(own, reply="later", until=net.in_days(20).isoformat())
    assert REPLY_REFUSED["until-missing"] in early.text
    assert REPLY_REFUSED["note-missing"] in (await nele.post(own, reply="impossible")).text
    until = net.in_days(40).isoformat()
    await nele.post(own, reply="later", until=until, note="Der Hausmeister ist krank.")
    asked = await office.get(page)
    assert "mehr Zeit erbeten" in asked
    assert "Der Hausmeister ist krank." in asked
    assert ROOM["title"] in await office.get(f"{MEASURES}?asked=ja")
    change = ROOM | {"who": "Nele Ahrens", "due_on": until, "version": "2"}
    assert (await office.post(f"{page}/bearbeiten", **change)).status_code == 303
    assert "mehr Zeit erbeten" not in await office.get(page)
    assert (await nele.post(own, reply="done")).status_code == 303
    assert "Die Maßnahme ist nicht mehr offen" in (await nele.post(own, reply="done")).text
    assert (await stored(net)).state is MeasureState.DONE
    await net.house.quiet()
    kinds = [each.type for each in await surveys.events() if "measure" in each.type]
    assert kinds == [MeasureAssigned.type_name] * 2 + [MeasureSettled.type_name]


async def test_somebody_from_outside_has_a_link_until_it_is_somebody_elses(
    surveys: Surveys,
) -> None:
    net = Network(surveys)
    office = await net.office()
    await net.somebody("Nele Ahrens")
    page = await given(net, office, **OUTSIDE)
    old, owner = await net.link(), (await stored(net)).owner_id
    look = await net.house.http.get(old, headers=BROWSER)
    assert all(each in look.text for each in (*ROOM.values(), TITLE))
    later = {"reply": "later", "until": net.in_days(50).isoformat()}
    assert (await net.house.http.post(old, data=later, headers=BROWSER)).status_code == 303
    change = ROOM | {"who": "Nele Ahrens", "due_on": net.in_days(50).isoformat(), "version": "2"}
    assert (await office.post(f"{page}/bearbeiten", **change)).status_code == 303
    assert (await net.house.http.get(old, headers=BROWSER)).status_code == 410
    row = await stored(net)
    assert (row.outside_name, row.outside_address, row.asked_until) == ("", "", None)
    assert row.owner_id != owner
    assert (await net.house.http.get(await net.link(), headers=BROWSER)).status_code == 200


async def test_who_does_it_is_one_person_who_can_be_reached(surveys: Surveys) -> None:
    net = Network(surveys)
    office, key = await net.office(), await net.gathering()
    form = ROOM | {"due_on": net.in_days(20).isoformat()}
    wrong: dict[str, dict[str, str]] = {
        "owner-missing": {},
        "nobody-called": {"who": "Nele Ahrens"},
        "two-owners": {"who": "Olga Amt"} | OUTSIDE,
        "address-missing": {"given_name": "Uwe", "family_name": "Bauhof"},
        "due-past": {"who": "Olga Amt", "due_on": net.in_days(-1).isoformat()},
    }
    for code, more in wrong.items():
        answer = await office.post(f"{FROM_MINUTES}/{key}", **(form | more))
        assert REFUSED[code] in answer.text, code
    unknown = await office.post(f"{FROM_MINUTES}/{office.id}", **form, who="Olga Amt")
    assert unknown.status_code == 404
    assert await net.house.rows("surveys", select(measures)) == []


async def test_it_is_reminded_of_before_its_day_and_once_after_it(surveys: Surveys) -> None:
    net = Network(surveys)
    office = await net.office()
    await net.somebody("Nele Ahrens")
    await given(net, office, who="Nele Ahrens")
    for days in (1, 15, 1, 7, 1):
        day = net.in_days(days)
        morning = datetime.combine(day, time(9), BERLIN)
        net.house.clock.forward(morning - net.house.clock.now())
        async with net.house.context("surveys").database.transaction() as uow:
            await use_cases.remind(uow)
    told = [MeasureDue.model_validate_json(each.data or b"") for each in await due(net)]
    assert [each.overdue for each in told] == [False, True]
    assert "überfällig" in await office.get(MEASURES)


async def due(net: Network) -> Any:
    await net.house.quiet()
    return await net.surveys.announced(MeasureDue)


async def test_it_goes_over_to_who_its_owner_is_merged_into(surveys: Surveys) -> None:
    net = Network(surveys)
    office, known = await net.office(), await net.somebody("N. Ahrens")
    nele = await net.somebody("Nele Ahrens")
    await given(net, office, who="Nele Ahrens")
    merged = PersonRecord(
        person_id=nele.id,
        version=2,
        given_name="N.",
        family_name="Ahrens",
        email="n@example.org",
        merged_into=known.id,
    )
    await surveys.hear(surveys.message(merged))
    assert ROOM["title"] in await known.get(OWN_MEASURES)


async def test_somebody_from_outside_is_forgotten_when_it_is_long_over(surveys: Surveys) -> None:
    net = Network(surveys)
    office = await net.office()
    page = await given(net, office, **OUTSIDE)
    assert (await office.post(page, state="dropped")).status_code == 303
    for days, name in ((89, "Uwe Bauhof"), (2, "")):
        net.house.clock.forward(timedelta(days=days))
        async with net.house.context("surveys").database.transaction() as uow:
            await use_cases.forget_outsiders(uow)
        assert (await stored(net)).outside_name == name
