"""Who comes late, leaves, does not come, comes back or changes schools, and what is written."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.notifications.recipients.models import employments
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterFailed
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import announced, kept, settled, tell
from tests.notifications.town import Town, task

DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    return Town(employment=new_id())


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("notifications")


def today(house: House) -> date:
    return local_date(house.clock.now())


async def welcome(house: House, town: Town, start: date, until: date | None = None) -> Any:
    """The welcome of somebody whose hire is posted now, in both forms as one."""
    await tell(house, *town.everything(), town.hired(start, until))
    await settled(house, "sent")
    [mail] = await kept(house)
    return mail


async def test_who_starts_later_is_told_what_will_come(house: House, town: Town) -> None:
    mail = await welcome(house, town, today(house) + 60 * DAY)
    for form in (mail.text, mail.html):
        assert "bald dabei" in form
        assert "Nach 30 und 100 Tagen fragen wir Sie" in form
        assert "schon vor dem ersten Tag" in form


async def test_who_starts_today_is_not_told_of_a_day_to_come(house: House, town: Town) -> None:
    mail = await welcome(house, town, today(house))
    for form in (mail.text, mail.html):
        assert "heute beginnen" in form
        assert "heute, " in form
        assert "bald" not in form
        assert "schon vor dem ersten Tag" not in form


async def test_who_started_some_days_ago_is_promised_what_is_still_to_come(
    house: House, town: Town
) -> None:
    mail = await welcome(house, town, today(house) - 20 * DAY, today(house) + 30 * DAY)
    for form in (mail.text, mail.html):
        assert "gerade erst gemeldet" in form
        assert "Nach 30 Tagen fragen wir Sie" in form
        assert "erst nach Ihrem ersten Tag" not in form


async def test_who_has_been_there_for_years_is_not_welcomed_as_new(
    house: House, town: Town
) -> None:
    mail = await welcome(house, town, date(2023, 8, 1))
    assert mail.subject == "Schön, dass Sie in der Schulsozialarbeit dabei sind"
    for form in (mail.text, mail.html):
        assert "seit dem 1. August 2023" in form
        assert "Tagen fragen wir Sie" not in form
        for said_to_the_new in ("illkommen", "Ihren Start", "vorgesehen war"):
            assert said_to_the_new not in form


async def test_tasks_of_an_onboarding_begun_long_ago_are_due_as_soon_as_possible(
    house: House, town: Town
) -> None:
    start = date(2023, 8, 1)
    office = task("office", Role.HEAD, town.school, due_on=start - 7 * DAY)
    entry = task("directory_entry", Role.WORKER, due_on=start + DAY)
    await tell(house, *town.everything(), town.hired(start))
    await settled(house, "sent")
    await tell(house, town.started(office, entry))
    await settled(house, "sent", "sent", "sent")

    _, *mails = await kept(house)
    for mail in mails:
        for form in (mail.text, mail.html):
            assert "sobald wie möglich" in form
            assert "längst getan" in form
            assert "25. Juli 2023" not in form
            assert "neu in der" not in form
    assert {mail.subject for mail in mails} == {
        "Einarbeitung einer Fachkraft: eine Aufgabe für Sie",
        "Ihre Einarbeitung: eine Aufgabe für Sie",
    }


@pytest.mark.parametrize("told", ["by the hire", "by a departure"])
async def test_nobody_is_asked_for_a_task_due_after_the_last_day(
    house: House, town: Town, told: str
) -> None:
    start = today(house) + 5 * DAY
    office = task("office", Role.HEAD, town.school, due_on=start)
    keys = task("keys", Role.HEAD, town.school, due_on=start + DAY)
    entry = task("directory_entry", Role.WORKER, due_on=start + 60 * DAY)
    await tell(
        house, *town.everything(), town.hired(start, start if told == "by the hire" else None)
    )
    await settled(house, "sent")
    if told == "by a departure":
        await tell(house, town.departed(start))
    await tell(house, town.started(office, keys, entry))

    await settled(house, "sent", "sent", "withdrawn")

    _, mail = await kept(house)
    assert mail.subject == "Einarbeitung einer neuen Fachkraft: eine Aufgabe für Sie"
    for form in (mail.text, mail.html):
        assert "Büro" in form
        assert "Schlüssel" not in form
    assert await announced(house, LetterFailed) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            30,
            "seit 30 Tagen dabei. Deshalb fragen wir Sie in einer eigenen Nachricht, wie es Ihnen",
        ),
        (30, "und nach 100 Tagen noch einmal"),
        (100, "seit 100 Tagen dabei. Deshalb fragen wir Sie in einer eigenen Nachricht, wie es"),
    ],
)
async def test_who_is_reported_on_the_day_of_a_survey_is_not_promised_it(
    house: House, town: Town, days: int, said: str
) -> None:
    mail = await welcome(house, town, today(house) - days * DAY)
    for form in (mail.text, mail.html):
        assert said in form
        assert f"Nach {days}" not in form
        assert days == 30 or "noch einmal" not in form


@pytest.mark.parametrize(
    ("starts_in", "verb"), [(10, "beginnt"), (0, "beginnt heute"), (-10, "arbeitet")]
)
async def test_who_comes_back_is_not_written_to_as_new(
    house: House, town: Town, starts_in: int, verb: str
) -> None:
    again = Town(**{**vars(town), "employment": new_id()})
    start = today(house) + starts_in * DAY
    await tell(house, *town.organizations(), town.titles())
    await tell(house, town.hired(start - 300 * DAY), town.departed(today(house) - 20 * DAY))
    await tell(house, again.hired(start), again.started(task("office", Role.HEAD, town.school)))
    await tell(house, *town.people())
    await settled(house, "withdrawn", "sent", "sent")

    mine, head = await kept(house)
    assert mine.subject == "Willkommen zurück in der Schulsozialarbeit"
    for form in (mine.text, mine.html):
        assert "illkommen zurück in der Schulsozialarbeit!" in form
        assert "erzlich" not in form
    assert head.subject == "Einarbeitung einer Fachkraft: eine Aufgabe für Sie"
    for form in (head.text, head.html):
        assert f"{verb} wieder in der Schulsozialarbeit." in form


async def test_who_had_withdrawn_and_comes_after_all_is_new(house: House, town: Town) -> None:
    """Nothing of the first employment ever began."""
    first = Town(**{**vars(town), "employment": new_id()})
    await tell(house, town.titles(), first.hired(today(house) + 5 * DAY), first.cancelled())
    await tell(house, *town.everything(), town.hired(today(house) + 10 * DAY))
    await settled(house, "withdrawn", "sent")
    [mail] = await kept(house)
    assert mail.subject == "Willkommen in der Schulsozialarbeit"


async def test_nobody_is_welcomed_to_a_contract_that_is_over(house: House, town: Town) -> None:
    office = task("office", Role.HEAD, town.school)
    over = town.hired(today(house) - 90 * DAY, today(house) - DAY)
    await tell(house, *town.everything(), over, town.started(office))
    await tell(house, town.invited(today(house) + 14 * DAY))

    await settled(house, "withdrawn", "withdrawn", "withdrawn")

    assert await kept(house) == []
    assert await announced(house, LetterFailed) == []


async def test_who_comes_back_is_written_to_though_the_first_time_is_over(
    house: House, town: Town
) -> None:
    first = town.hired(today(house) - 300 * DAY)
    again = Town(**{**vars(town), "employment": new_id()})
    await tell(house, *town.everything(), first, town.departed(today(house) - DAY))
    await tell(house, again.hired(today(house) + 10 * DAY))
    await tell(house, again.started(task("office", Role.HEAD, town.school)))

    rows = await settled(house, "withdrawn", "sent", "sent")

    assert {row.employment_id for row in rows[1:]} == {again.employment}
    for mail in await kept(house):
        assert "neu" in mail.text or "bald dabei" in mail.text or "beginnt" in mail.text


@pytest.mark.parametrize(
    ("starts_in", "sent_in", "expected"),
    [
        (-50, 0, "Overberger"),
        (-50, 10, "Hauptmann"),
        (-50, 40, "Overberger"),
        (20, 0, "Overberger"),
        (5, 0, "Hauptmann"),
    ],
)
async def test_a_mail_names_the_schools_of_the_day_on_which_it_is_sent(
    house: House, town: Town, starts_in: int, sent_in: int, expected: str
) -> None:
    """Or of the start if that lies ahead; the changes were posted in the other order."""
    base = today(house)
    hired = town.hired(base + starts_in * DAY)
    hired = hired.model_copy(update={"placements": hired.placements[:1]})
    back = town.changed(base + max(starts_in, 15) * DAY, town.school)
    there = town.changed(base + min(5, max(starts_in, 5)) * DAY, town.second_school)
    await tell(house, *town.everything(), hired)
    await settled(house, "sent")
    await tell(house, back, there)
    house.clock.forward(timedelta(days=sent_in))
    await tell(house, town.started(task("office", Role.HEAD, town.school)))

    await settled(house, "sent", "sent")

    *_, mail = await kept(house)
    schools = next(line for line in mail.text.splitlines() if line.startswith("Schule"))
    assert expected in schools
    assert " und " not in schools


async def test_a_change_of_the_same_day_replaces_the_one_before(house: House, town: Town) -> None:
    start = today(house)
    await tell(house, *town.organizations(), town.titles(), town.hired(start))
    await tell(house, town.changed(start, town.second_school), town.changed(start, town.school))
    await tell(house, *town.people())
    await settled(house, "sent")
    [mail] = await kept(house)
    assert "Ihre Schule: Overberger Schule\n" in mail.text


async def test_a_first_day_put_right_is_the_one_that_letters_go_by(
    house: House, town: Town
) -> None:
    start = today(house)
    await tell(house, *town.everything(), town.hired(start))
    await settled(house, "sent")
    await tell(house, town.began(start - 7 * DAY))
    [(known,)] = await house.rows("notifications", select(employments.c.start_date))
    assert known == start - 7 * DAY
