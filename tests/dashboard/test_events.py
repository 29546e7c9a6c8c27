"""Every event is written down once, in order, and shown in words."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from services.dashboard.events.models import organizations, seen, templates
from services.dashboard.models import metadata
from tests.dashboard.stories import BEGINNING, HireStory, hired
from tests.house import House


async def test_an_event_delivered_twice_appears_once(house: House) -> None:
    event = hired()
    await house.bus.publish([event])
    await house.quiet()
    await house.bus.publish([event, hired(), event])
    await house.quiet()
    assert await house.rows("dashboard", select(func.count()).select_from(seen)) == [(2,)]


async def test_records_are_copied_but_never_shown_as_events(house: House) -> None:
    story = HireStory()
    await house.bus.publish([*story.records, story.hire])
    await house.quiet()
    assert await house.rows("dashboard", select(seen.c.id)) == [(story.hire.id,)]
    names = await house.rows("dashboard", select(organizations.c.name))
    assert ("Pfalzschule Bergkamen",) in names
    [(tasks,)] = await house.rows("dashboard", select(templates.c.tasks))
    assert len(tasks) == len(story.tasks)


async def test_an_event_whose_data_nobody_understands_is_written_down_all_the_same(
    house: House,
) -> None:
    odd = [
        replace(hired(), data=b"\xff\x00 no json"),
        replace(hired(), data=b"{}"),
        replace(hired(), type="directory.never-heard-of.v9"),
    ]
    await house.bus.publish(odd)
    await house.quiet()
    page = await house.http.get("/dashboard/ereignisse")
    assert page.status_code == 200
    assert page.text.count('<li class="kp-event') == 3
    assert "directory.never-heard-of.v9" in page.text


async def test_the_newest_event_comes_first_and_older_ones_are_a_page_away(house: House) -> None:
    events = [hired(BEGINNING + timedelta(seconds=n)) for n in range(60)]
    await house.bus.publish(events)
    await house.quiet()
    first = (await house.http.get("/dashboard/ereignisse")).text
    assert first.count('<li class="kp-event') == 50
    assert first.index(str(events[59].id)) < first.index(str(events[58].id))
    assert str(events[5].id) not in first
    older = (await house.http.get("/dashboard/ereignisse?before=11")).text
    assert older.count('<li class="kp-event') == 10
    assert 'href="/dashboard/ereignisse?before=11"' in first
    assert "data-live=" in first
    assert "data-live=" not in older


async def test_a_filter_shows_only_its_service_its_type_and_its_municipality(house: House) -> None:
    story = HireStory()
    await house.bus.publish(story.events)
    await house.quiet()

    async def shown(query: str) -> int:
        page = await house.http.get(f"/dashboard/ereignisse?{query}")
        return page.text.count('<li class="kp-event')

    assert await shown("service=surveys&type=") == 1
    assert await shown("type=notifications.letter-sent.v1") == len(story.sent)
    assert await shown("service=surveys&type=notifications.letter-sent.v1") == 0
    assert await shown("municipality=05978004") == len(story.events)
    assert await shown("municipality=05978008") == 0
    assert await shown(f"correlation={story.correlation_id}") == len(story.events)


async def test_programs_read_everything_once_by_following_next(house: House) -> None:
    events = [hired() for _ in range(25)]
    await house.bus.publish(events)
    await house.quiet()
    address, found, more = "/dashboard/api/v1/events?limit=10", [], True
    while more:
        page = (await house.http.get(address)).json()
        found += [event["id"] for event in page["events"]]
        address, more = page["next"], page["more"]
    assert found == [str(event.id) for event in events]
    late = hired()
    await house.bus.publish([late])
    await house.quiet()
    [event] = (await house.http.get(address)).json()["events"]
    assert event["id"] == str(late.id)
    assert event["words"] == "Einstellung gemeldet: Beginn 01.02.2027, 2 Einsätze"
    assert event["data"]["start_date"] == "2027-02-01"


async def test_nonsense_in_a_query_is_refused(house: House) -> None:
    for query in ("limit=0", "limit=9999", "after=-1", "municipality=1", "correlation=x"):
        assert (await house.http.get(f"/dashboard/api/v1/events?{query}")).status_code == 422


SIGN_INS = {"sessions", "access"}


def test_no_table_has_a_column_for_a_person() -> None:
    """Who is signed in, which every service knows, is known by an id alone."""
    told = [table for table in metadata.tables.values() if table.name not in SIGN_INS]
    columns = {column.name for table in told for column in table.columns}
    personal = {"given_name", "family_name", "email", "address", "phone", "person_id", "contacts"}
    assert columns & personal == set()
    assert {t.name for t in metadata.tables.values() if "name" in t.columns} == {"organizations"}
