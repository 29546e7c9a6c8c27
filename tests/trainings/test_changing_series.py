"""Several gatherings of a series are changed at once, or called off; history stays as it is."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from services.trainings.models import gathering_dates, gatherings, registrations
from services.trainings.series.rules import written
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.meeting import Meeting, Somebody, meeting
from tests.trainings.test_series import FORM, SERIES

CHANGE = "/reihe-aendern"


async def series(open_house: OpenHouse, *, opened: bool = True) -> tuple[Meeting, list[str]]:
    """Four gatherings, ten days apart, the first in ten days."""
    held = await meeting(open_house)
    first = local_date(held.house.clock.now()) + timedelta(days=10)
    days = [first + timedelta(days=10 * each) for each in range(4)]
    form = FORM | {"first": first.isoformat(), "days": written(days), "place": "Rathaus"}
    await held.http.post(SERIES, data=form)
    query = select(gatherings.c.id).where(gatherings.c.series_id.is_not(None))
    rows = await held.house.rows("trainings", query.order_by(gatherings.c.starts_at))
    ids = [str(each.id) for each in rows]
    for each in ids if opened else []:
        held.id = each
        await held.post("/oeffnen")
    held.id = ids[0]
    return held, ids


async def form_of(held: Meeting) -> dict[str, str]:
    """As the page shows it to the office."""
    rows = await held.house.rows("trainings", gatherings.select())
    [row] = [each for each in rows if str(each.id) == held.id]
    return {
        "scope": "this",
        "title": row.title,
        "audience": "everybody",
        "place": "Rathaus",
        "starts": "9:00",
        "ends": "12:30",
        "version": str(row.version),
    }


async def places(held: Meeting, ids: Sequence[str]) -> list[str]:
    rows = await held.house.rows("trainings", gathering_dates.select())
    found = {str(each.gathering_id): each.place for each in rows}
    return [found[each] for each in ids]


@pytest.mark.parametrize(
    ("scope", "moved"),
    [("this", [1]), ("following", [1, 2, 3]), ("all", [0, 1, 2, 3])],
)
async def test_a_place_changes_in_those_that_are_meant(
    open_house: OpenHouse, scope: str, moved: list[int]
) -> None:
    held, ids = await series(open_house, opened=False)
    held.id = ids[1]
    answer = await held.post(CHANGE, **(await form_of(held) | {"scope": scope, "place": "VHS"}))
    assert answer.status_code == 303, answer.text
    assert await places(held, ids) == ["VHS" if n in moved else "Rathaus" for n in range(4)]


async def test_only_what_was_changed_is_carried_over_and_what_follows_follows_by_time(
    open_house: OpenHouse,
) -> None:
    held, ids = await series(open_house)
    held.id = ids[3]
    own = await form_of(held) | {"scope": "this", "title": "Zum Abschluss", "starts": "10.00"}
    await held.post(CHANGE, **own)
    [[date_id, version]] = await held.house.rows(
        "trainings",
        select(gathering_dates.c.id, gathering_dates.c.version).where(
            text(f"gathering_id = '{ids[2].replace('-', '')}'")
        ),
    )
    early = (local_date(held.house.clock.now()) + timedelta(days=2)).isoformat()
    moved = {"day": early, "starts": "9:00", "ends": "12:30", "place": "Rathaus"}
    held.id = ids[2]
    await held.post(f"/termine/{date_id}", **moved, version=str(version))
    held.id = ids[1]
    who = await held.somebody("Mara Lenz")
    wanted = {"scope": "following", "ends": "13:00", "capacity": "12", "contact": who.name}
    await held.post(CHANGE, **(await form_of(held) | wanted))
    rows = await held.house.rows(
        "trainings", select(gatherings, gathering_dates).join_from(gatherings, gathering_dates)
    )
    found = {str(each.id): each for each in rows}
    assert [f"{found[each].ends:%H:%M}" for each in ids] == ["12:30", "13:00", "12:30", "13:00"]
    assert [found[each].capacity for each in ids] == [None, 12, None, 12]
    assert found[ids[3]].title == "Zum Abschluss"
    assert f"{found[ids[3]].starts:%H:%M}" == "10:00"
    assert [found[each].contact_id == who.id for each in ids] == [False, True, False, True]


async def test_what_has_minutes_or_attendance_or_has_begun_stays_and_the_page_says_why(
    open_house: OpenHouse,
) -> None:
    held, ids = await series(open_house)
    who = await held.somebody()
    await held.register(who)
    held.id = ids[2]
    await held.post("/protokoll/schreiben", text="Schon vorab notiert.", base="0")
    held.house.clock.forward(timedelta(days=12))
    held.id = ids[3]
    page = await held.page(CHANGE)
    assert "hat schon begonnen" in page
    assert "es gibt ein Protokoll" in page
    form = await form_of(held) | {"scope": "all", "place": "VHS"}
    assert (await held.post(CHANGE, **form)).status_code == 303
    assert await places(held, ids) == ["Rathaus", "VHS", "Rathaus", "VHS"]
    assert "2 bleiben, wie sie sind." in await held.page()
    held.id = ids[0]
    refused = await held.post(CHANGE, **(await form_of(held) | {"place": "VHS"}))
    assert (refused.status_code, "bleibt jeder, wie er ist" in refused.text) == (422, True)


async def test_all_of_it_changes_or_nothing_and_nobody_is_overtaken_unseen(
    open_house: OpenHouse,
) -> None:
    held, ids = await series(open_house)
    held.id = ids[3]
    for name in ("Nele Ahrens", "Jan Beck"):
        await held.register(await held.somebody(name))
    held.id = ids[0]
    form = await form_of(held) | {"scope": "all", "capacity": "1", "place": "VHS"}
    fewer = await held.post(CHANGE, **form)
    assert (fewer.status_code, "Es sind schon mehr Plätze vergeben" in fewer.text) == (422, True)
    nobody = await held.post(CHANGE, **(form | {"capacity": "", "contact": "Gibt Esnicht"}))
    assert (nobody.status_code, "Hier heißt niemand so" in nobody.text) == (422, True)
    stale = await held.post(CHANGE, **(form | {"capacity": "", "version": "1"}))
    assert stale.status_code == 409
    assert await places(held, ids) == ["Rathaus"] * 4


async def test_a_changed_date_grows_the_sequence_of_those_with_a_seat_and_a_link_does_not(
    open_house: OpenHouse,
) -> None:
    held, ids = await series(open_house)
    who = await held.somebody()
    for each in ids[:2]:
        held.id = each
        await held.register(who)
    link = {"scope": "all", "join_link": "https://video.example.org/x"}
    query = select(registrations.c.sequence)
    before = [each.sequence for each in await held.house.rows("trainings", query)]
    await held.post(CHANGE, **(await form_of(held) | link))
    assert [each.sequence for each in await held.house.rows("trainings", query)] == before
    await held.post(CHANGE, **(await form_of(held) | link | {"starts": "8:30"}))
    after = [each.sequence for each in await held.house.rows("trainings", query)]
    assert after == [each + 1 for each in before]


async def full(open_house: OpenHouse, *names: str) -> tuple[Meeting, list[Somebody]]:
    """The first of a series with one seat; all but the first of the names wait."""
    held, _ = await series(open_house)
    await held.post(CHANGE, **(await form_of(held) | {"capacity": "1"}))
    people = [await held.somebody(each) for each in names]
    for each in people:
        await held.register(each)
    return held, people


async def step(held: Meeting, path: str, **data: str) -> None:
    """A minute later than what was before."""
    held.house.clock.forward(timedelta(minutes=1))
    answer = await held.post(path, **data)
    assert answer.status_code == 303, answer.text


async def test_what_was_called_off_takes_place_after_all_for_those_who_had_a_seat(
    open_house: OpenHouse,
) -> None:
    held, [seated, _] = await full(open_house, "Nele Ahrens", "Jan Beck")
    query = select(registrations.c.sequence).where(registrations.c.person_id == seated.id)
    [before] = await held.house.rows("trainings", query)
    await step(held, "/reihe-absagen", scope="this")
    assert set((await held.places()).values()) == {"withdrawn"}
    await step(held, "/wieder-ansetzen")
    assert await held.places() == {"Nele Ahrens": "confirmed", "Jan Beck": "waiting"}
    [after] = await held.house.rows("trainings", query)
    assert after.sequence == before.sequence + 2
    page = await held.page()
    assert "Anmeldung geschlossen" in page
    assert "Wieder angemeldet oder auf der Warteliste: 2." in page


async def test_who_has_left_or_was_erased_does_not_come_back_with_what_was_called_off(
    open_house: OpenHouse,
) -> None:
    held, [seated, _, gone] = await full(open_house, "Nele Ahrens", "Jan Beck", "Ute Weg")
    await step(held, "/absagen")
    async with held.house.context("directory").database.transaction() as uow:
        uow.erase(PersonRecord, gone.id, Cause(BERGKAMEN, new_id()))
    await held.house.quiet()
    await step(held, "/wieder-ansetzen")
    assert "auf der Warteliste: 2." in await held.page()
    entry = await held.entry(seated)
    await step(held, f"/teilnehmende/{entry}/austragen", reason="erkrankt")
    await step(held, "/absagen")
    await step(held, "/wieder-ansetzen")
    assert await held.places() == {"Nele Ahrens": "withdrawn", "Jan Beck": "offered"}


async def test_a_date_called_off_takes_place_after_all_and_whoever_has_a_seat_is_told(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    await held.add_date(40)
    who = await held.somebody()
    await held.register(who)
    query = select(gathering_dates.c.id).order_by(gathering_dates.c.starts_at)
    date_id = (await held.house.rows("trainings", query))[0].id
    for step, counted in (("absagen", 1), ("wieder-ansetzen", 2), ("wieder-ansetzen", 2)):
        answer = await held.post(f"/termine/{date_id}/{step}")
        assert answer.status_code == 303
        [[sequence]] = await held.house.rows("trainings", select(registrations.c.sequence))
        assert sequence == counted
    assert "abgesagt</s>" not in await held.page()
    await held.post("/absagen")
    held.house.clock.forward(timedelta(days=31))
    late = await held.post("/wieder-ansetzen")
    assert late.status_code == 409


async def test_a_deadline_that_a_date_has_come_before_hinders_no_other_change(
    open_house: OpenHouse,
) -> None:
    held, _ = await series(open_house)
    rows = await held.house.rows("trainings", gathering_dates.select())
    [date] = [each for each in rows if str(each.gathering_id) == held.id]
    form = await form_of(held) | {"kind": "working_group", "register_until": date.day.isoformat()}
    assert (await held.post("/bearbeiten", **form)).status_code == 303
    earlier = (date.day - timedelta(days=5)).isoformat()
    times = {"starts": "9:00", "ends": "12:30", "place": "Rathaus", "version": str(date.version)}
    assert (await held.post(f"/termine/{date.id}", day=earlier, **times)).status_code == 303
    changed = await held.post(CHANGE, **(await form_of(held) | {"title": "Anderer Titel"}))
    assert changed.status_code == 303, changed.text
