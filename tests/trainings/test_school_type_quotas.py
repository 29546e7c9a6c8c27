"""A quota is of a school type, too, and keeps seats for its people."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import (
    Funding,
    OrganizationKind,
    OrganizationRecord,
    PlacementFact,
    PlacementsChanged,
    SchoolType,
    WorkerHired,
)
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.meeting import CATALOGUE, Meeting, Somebody, meeting

PRIMARY, GRAMMAR = SchoolType.PRIMARY, SchoolType.GRAMMAR
NEW = "/kontingente/neu"
Hours = dict[SchoolType, int]


def placements(hours: Hours) -> tuple[PlacementFact, ...]:
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=new_id(),
            school_type=kind,
            weekly_hours=Decimal(number),
            school_number="123456",
        )
        for kind, number in hours.items()
    )


async def hire(held: Meeting, who: Somebody, hours: Hours) -> UUID:
    employment_id = new_id()
    hired = WorkerHired(
        worker_id=who.id,
        employment_id=employment_id,
        carrier_id=new_id(),
        start_date=date(2020, 8, 1),
        placements=placements(hours),
        funding=Funding.LAND,
    )
    await held.house.announce(hired)
    await held.house.quiet()
    return employment_id


async def at(held: Meeting, kind: SchoolType, *names: str) -> list[Somebody]:
    found = [await held.somebody(each) for each in names]
    for each in found:
        await hire(held, each, {kind: 39})
    return found


async def seen(held: Meeting, who: Somebody) -> str:
    return (await who.get(f"{CATALOGUE}/{held.id}")).text


async def test_who_exceeds_the_quota_of_their_school_type_waits_and_reads_which_it_is(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    assert (await held.post(NEW, whom="primary", size="1")).status_code == 303
    first, second = await at(held, PRIMARY, "Nele Ahrens", "Jan Beck")
    (other,) = await at(held, GRAMMAR, "Ida Cors")
    await held.register(first)
    page = await seen(held, second)
    assert "Für Grundschulen sind alle Plätze vergeben." in page
    assert "zählt die mit Ihren meisten Stunden: Grundschule" in page
    await held.register(second)
    await held.register(other, waits=False)
    assert [*(await held.places()).values()] == ["confirmed", "waiting", "confirmed"]
    page = await seen(held, second)
    assert "Warteliste, Platz 1: für Grundschulen sind alle Plätze vergeben." in page
    assert "Grundschulen</strong>: 1 von 1 vergeben, 1 auf der Warteliste" in await held.page(
        "/kontingente"
    )
    entry = await held.entry(second)
    assert "Grundschule" in await held.page(f"/teilnehmende/{entry}")
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Jan Beck"] == "offered"


async def test_a_kept_seat_is_for_nobody_else_until_it_is_kept_no_more(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="3")
    await held.post(NEW, whom="primary", reserved="2")
    first, second, third = [
        await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck", "Ole Dahl")
    ]
    (primary,) = await at(held, PRIMARY, "Ida Cors")
    await held.register(first, waits=False)
    assert "Die übrigen Plätze sind anderen vorbehalten." in await seen(held, second)
    asked = await held.register(second, waits=False)
    assert "Möchten Sie auf die Warteliste" in asked.text
    for each in (second, third):
        await held.register(each)
    await held.register(primary, waits=False)
    assert [*(await held.places()).values()] == ["confirmed", "waiting", "waiting", "confirmed"]
    page = await held.page("/kontingente")
    assert "1 vergeben, mindestens 2 vorbehalten" in page
    address = page.split('aria-label="ändern: Kontingent Grundschulen"')[0].rpartition('href="')[2]
    below = address.partition('"')[0].removeprefix(f"/trainings/veranstaltungen/{held.id}")
    assert (await held.post(below, reserved="1", version="1")).status_code == 303
    assert (await held.places())["Jan Beck"] == "offered"
    assert (await held.places())["Ole Dahl"] == "waiting"


async def test_the_type_at_which_somebody_works_most_counts_on_that_day(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    await held.post(NEW, whom="grammar", size="1")
    who = await held.somebody()
    employment_id = await hire(held, who, {GRAMMAR: 10, PRIMARY: 20})
    assert "meisten Stunden: Grundschule" in await seen(held, who)
    soon = local_date(held.house.clock.now()) + timedelta(days=3)
    changed = PlacementsChanged(
        worker_id=who.id,
        employment_id=employment_id,
        carrier_id=new_id(),
        valid_from=soon,
        placements=placements({GRAMMAR: 21, PRIMARY: 18}),
    )
    await held.house.announce(changed)
    await held.house.quiet()
    assert "meisten Stunden: Grundschule" in await seen(held, who)
    held.house.clock.forward(timedelta(days=3))
    assert "meisten Stunden: Gymnasium" in await seen(held, who)


async def test_a_head_counts_for_their_school_whoever_registers_them(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    await held.post(NEW, whom="primary", size="1")
    school = OrganizationRecord(
        organization_id=new_id(),
        version=1,
        kind=OrganizationKind.SCHOOL,
        name="Overberger Schule",
        school_type=PRIMARY,
    )
    await held.house.announce(school)
    await held.house.quiet()
    key = school.organization_id
    grant = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN, organization_id=key)
    first, second = [await held.somebody(each, grant) for each in ("Nele Ahrens", "Jan Beck")]
    colleague = await held.somebody("Ida Cors")
    await held.register(first, waits=False)
    path = f"{CATALOGUE}/{held.id}/andere"
    asked = await colleague.post(path, name=second.name)
    assert "Möchten Sie auf die Warteliste" in asked.text
    assert "Die Person käme auf Platz 1 der Warteliste" in asked.text
    done = await colleague.post(path, name=second.name, waits="ja")
    assert done.status_code == 303
    assert (await held.places())["Jan Beck"] == "waiting"


async def test_who_registers_a_colleague_reads_where_in_line_they_would_be(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    first, second, third = [
        await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck", "Ida Cors")
    ]
    path = f"{CATALOGUE}/{held.id}/andere"
    assert "Noch ein Platz ist frei" in (await first.get(path)).text
    await held.register(first)
    await held.register(second)
    assert "Die Person käme auf Platz 2 der Warteliste" in (await first.get(path)).text
    done = await first.post(path, name=third.name, waits="ja")
    notice = "; ".join(f"{name}={value}" for name, value in done.cookies.items())
    headers = {"cookie": f"{first.http.headers['cookie']}; {notice}"}
    page = await first.http.get(done.headers["location"], headers=headers)
    assert "Warteliste Platz 2" in page.text


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, "höchstens oder mindestens"),
        ({"size": "1", "reserved": "2"}, "nicht mehr sein als höchstens"),
        ({"reserved": "6"}, "So viele Plätze gibt es nicht"),
    ],
)
async def test_what_no_quota_can_say_is_refused(
    open_house: OpenHouse, said: dict[str, str], refused: str
) -> None:
    held = await meeting(open_house, capacity="5")
    answer = await held.post(NEW, whom="primary", **said)
    assert (answer.status_code, refused in answer.text) == (422, True)


async def test_the_office_says_of_a_gathering_that_deadlines_rest_in_school_holidays(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5", rests_in_holidays="ja")
    assert "nicht in den Schulferien" in await held.page()
