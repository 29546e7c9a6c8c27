"""A change and a correction are two things: nothing that was known is lost by either."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.accounts.models import AccessGrant
from services.directory.employments.models import employments
from services.directory.organizations.models import organizations
from services.directory.people.models import Entry, Person
from services.directory.people.values import SeenBy
from services.directory.placements.models import placement_versions, placements
from services.directory.timelines.queries import NO_LONGER
from shared.contracts.accounts import AccessRole
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_staff_pages import (
    Clerk,
    clerk,
    clerk_of,
    either_clerk,
    organization,
    signed_in,
    texts,
)
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk", "either_clerk"]

CHANGED = "directory.placements-changed.v1"
SECOND = {"school_1": "100002", "hours_1": "20", "rows": "1"}
FIRST_DAY, MARCH = "2027-02-01", "2027-03-01"
WRONG = {"note": "Stunden verwechselt"}


async def versions(desk: Desk) -> list[tuple[str, str, str, str]]:
    """Reason, day, hours and who pays, as they came in."""
    table = placement_versions.c
    query = select(table.reason, table.valid_from, table.weekly_hours, table.funding)
    found = await desk.house.rows("directory", query.order_by(table.recorded_at, table.id))
    return [(row[0], str(row[1]), str(row[2]), row[3]) for row in found]


async def placed(desk: Desk) -> list[tuple[str, str]]:
    """Id and hours of what is in force, by its day."""
    table = placements.c
    query = select(table.id, table.weekly_hours).where(table.superseded_at.is_(None))
    found = await desk.house.rows("directory", query.order_by(table.valid_from))
    return [(str(row[0]), str(row[1])) for row in found]


def shown(page: str) -> list[list[str]]:
    """The rows of the first table of a page."""
    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [re.findall(r"<span>([^<]*)</span>", row) for row in table.split("<tr")[1:]]


async def correct(clerk: Clerk, path: str, day: str, **form: Any) -> None:
    given = {"school_1": "100001", "hours_1": "19,5", "rows": "1", "valid_from": day, **WRONG}
    answer = await clerk.confirm(f"{path}/einsatz/{day}/berichtigen", **given | form)
    assert answer.status_code == 303, texts(answer)


async def test_a_change_is_shown_first_and_ends_what_was_before_on_the_day_before(
    clerk: Clerk,
) -> None:
    """H3.20: the period before gets its end."""
    path = await clerk.hire()
    preview = await clerk.post(f"{path}/einsatz", valid_from="01.03.2027", **SECOND)
    assert preview.status_code == 200
    assert [row[:2] + row[5:] for row in shown(preview.text)] == [
        ["01.02.2027", "28.02.2027", "endet am 28.02.2027"],
        ["01.03.2027", "–", "neu"],
    ]
    assert await clerk.desk.announced(CHANGED) == []
    answer = await clerk.confirm(f"{path}/einsatz", valid_from="01.03.2027", **SECOND)
    assert answer.status_code == 303
    assert [row[:2] for row in shown(await clerk.page(path))] == [
        ["01.02.2027", "28.02.2027"],
        ["01.03.2027", "–"],
    ]


async def test_a_correction_keeps_the_placement_and_what_was_known_of_it(
    either_clerk: Clerk,
) -> None:
    clerk = either_clerk
    path = await clerk.hire()
    [(before, _)] = await placed(clerk.desk)
    await correct(clerk, path, FIRST_DAY, hours_1="30", funding_1="kreis")
    assert await placed(clerk.desk) == [(before, "30")]
    assert await versions(clerk.desk) == [
        ("change", FIRST_DAY, "19.5", "land"),
        ("correction", FIRST_DAY, "30", "kreis"),
    ]
    [event] = await clerk.desk.announced(CHANGED)
    assert event["valid_from"] == FIRST_DAY
    assert event["placements"][0]["weekly_hours"] == "30.00"
    assert event["placements"][0]["funding"] == "kreis"
    history = await clerk.page(f"{path}/verlauf")
    for text in ("berichtigt", "Stunden verwechselt", "gemeldet", "19,5", "30", "Kreis"):
        assert text in history


async def test_a_wrong_school_is_put_right_in_the_placement_that_named_it(clerk: Clerk) -> None:
    path = await clerk.hire()
    [(before, _)] = await placed(clerk.desk)
    await correct(clerk, path, FIRST_DAY, school_1="100002")
    [(after, _)] = await placed(clerk.desk)
    assert after == before
    assert "Regenbogen-Grundschule (Beispiel)" in await clerk.page(path)


async def test_a_first_day_that_was_wrong_is_put_right_backwards(either_clerk: Clerk) -> None:
    """H3.23: with a reason, the old value is kept, and other services know the right day."""
    clerk = either_clerk
    path = await clerk.hire()
    await correct(clerk, path, FIRST_DAY, valid_from="15.01.2027", note="zu spät gemeldet")
    [(start,)] = await clerk.desk.house.rows("directory", select(employments.c.start_date))
    assert str(start) == "2027-01-15"
    [event] = await clerk.desk.announced("directory.start-corrected.v1")
    assert event["start_date"] == "2027-01-15"
    assert [each[:2] for each in await versions(clerk.desk)] == [
        ("change", FIRST_DAY),
        ("correction", "2027-01-15"),
    ]
    assert "zu spät gemeldet" in await clerk.page(f"{path}/verlauf")


async def test_what_was_known_on_a_day_can_be_asked(either_clerk: Clerk) -> None:
    """H3.24: by validity and by recording are two things."""
    clerk = either_clerk
    path = await clerk.hire()
    first = clerk.desk.today
    clerk.desk.house.clock.forward(timedelta(days=10))
    await correct(clerk, path, FIRST_DAY, hours_1="30")
    asked = f"{path}/verlauf?known_on="
    assert shown(await clerk.page(f"{asked}{first}"))[0][3] == "19,5"
    assert shown(await clerk.page(f"{asked}{first + timedelta(days=10)}"))[0][3] == "30"
    before = await clerk.page(f"{asked}{first - timedelta(days=1)}")
    assert "war davon noch nichts bekannt" in before
    assert shown(await clerk.page(f"{path}/verlauf"))[0][3] == "30"


async def test_a_change_that_never_was_is_taken_back_and_what_was_before_goes_on(
    clerk: Clerk,
) -> None:
    path = await clerk.hire()
    await clerk.confirm(f"{path}/einsatz", valid_from="01.03.2027", **SECOND)
    address = f"{path}/einsatz/{MARCH}/zuruecknehmen"
    form = await clerk.page(address)
    assert [row[0] + row[5] for row in shown(form)] == [
        "01.02.2027gilt weiter",
        "01.03.2027entfällt",
    ]
    [seen] = re.findall(r'name="seen" value="([^"]*)"', form)
    answer = await clerk.post(address, note="kam anders", seen=seen)
    assert answer.status_code == 303, texts(answer)
    assert [row[:2] for row in shown(await clerk.page(path))] == [["01.02.2027", "–"]]
    events = await clerk.desk.announced(CHANGED)
    assert [each["placements"][0]["school_number"] for each in events] == ["100002", "100001"]
    assert [each["valid_from"] for each in events] == [MARCH, MARCH]
    assert (await versions(clerk.desk))[-1][0] == "cancel"
    first = f"{path}/einsatz/{FIRST_DAY}/zuruecknehmen"
    assert (await clerk.get(first)).status_code == 409
    assert (await clerk.get(address)).status_code == 404  # it is taken back already


async def test_of_two_clerks_who_correct_one_placement_the_slower_is_told(clerk: Clerk) -> None:
    path = await clerk.hire()
    address = f"{path}/einsatz/{FIRST_DAY}/berichtigen"
    form = {"school_1": "100001", "hours_1": "25", "rows": "1", "valid_from": FIRST_DAY, **WRONG}
    preview = await clerk.post(address, **form)
    [seen] = re.findall(r'name="seen" value="([^"]*)"', preview.text)
    await correct(clerk, path, FIRST_DAY, hours_1="30", valid_from=FIRST_DAY)
    late = await clerk.post(address, **form, seen=seen, confirmed="ja")
    assert late.status_code == 422
    assert "Jemand hat das inzwischen geändert." in late.text
    assert 'value="25"' in late.text
    assert [hours for _, hours in await placed(clerk.desk)] == ["30"]


async def test_what_cannot_have_been_is_told_at_its_field(clerk: Clerk) -> None:
    path = await clerk.hire()
    await clerk.confirm(f"{path}/einsatz", valid_from="01.03.2027", **SECOND)
    address = f"{path}/einsatz/{MARCH}/berichtigen"
    given = {**SECOND, **WRONG}
    for day, text in (
        ("01.02.2027", "Davor oder danach beginnt schon etwas anderes"),
        ("01.02.1990", "fünf Jahre zurück"),
        ("31.02.2027", "Bitte geben Sie ein Datum an"),
    ):
        answer = await clerk.post(address, **given, valid_from=day)
        assert answer.status_code == 422
        assert text in texts(answer)[0]
    answer = await clerk.post(address, **given | {"note": ""}, valid_from="05.03.2027")
    assert 'note">' in texts(answer)[0]
    for missing in ("2027-03-02", "kein-tag"):
        answer = await clerk.get(f"{path}/einsatz/{missing}/berichtigen")
        assert answer.status_code in (404, 422)
    assert len(await clerk.desk.announced(CHANGED)) == 1


async def test_the_office_corrects_for_every_carrier_and_a_carrier_only_its_own(
    clerk: Clerk,
) -> None:
    path = await clerk.hire()
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    for below in (f"einsatz/{FIRST_DAY}/berichtigen", "verlauf", "einsatz"):
        assert (await other.get(f"{path}/{below}")).status_code == 404
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    await correct(office, path, FIRST_DAY, hours_1="35", valid_from=FIRST_DAY)
    [event] = await clerk.desk.announced(CHANGED)
    [hired] = await clerk.desk.announced("directory.worker-hired.v1")
    assert event["carrier_id"] == hired["carrier_id"]


async def test_pictures_of_a_worker_and_of_a_school_say_in_words_what_they_show(
    clerk: Clerk,
) -> None:
    path = await clerk.hire()
    await clerk.confirm(f"{path}/einsatz", valid_from="01.03.2027", **SECOND)
    page = await clerk.page(path)
    desc = page.partition("<desc")[2].partition("</desc>")[0]
    for text in ("Lindenhain (Beispiel): ab 01.02.2027 bis 28.02.2027 19,5 Std.", "Regenbogen"):
        assert text in desc
    school = await organization_at(clerk.desk, "100002")
    page = await clerk.page(f"/schulen/{school}")
    assert "Änne Özgür: ab 01.03.2027 20 Std., Land" in page
    assert shown(page) == [["Änne Özgür", CARRIER, "01.03.2027", "–", "20", "Land"]]
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    assert "Noch keine Einsätze" in await other.page(f"/schulen/{school}")


async def organization_at(desk: Desk, number: str) -> str:
    query = select(organizations.c.id).where(organizations.c.school_number == number)
    [(found,)] = await desk.house.rows("directory", query)
    return str(found)


async def test_who_hides_their_name_is_called_by_whom_they_act_for(clerk: Clerk) -> None:
    path = await clerk.hire()
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))

    async def told() -> str:
        page = await office.page(f"{path}/verlauf")
        return shown(page.partition("Was wann bekannt wurde")[2])[0][6]

    assert await told() == NO_LONGER
    query = select(placement_versions.c.recorded_by)
    [(by,)] = await clerk.desk.house.rows("directory", query)
    person_id = UUID(by.removeprefix("person-"))
    carrier = await organization(clerk.desk, CARRIER)
    person: dict[str, Any] = {
        "given_name": "Ada",
        "family_name": "Zeiger",
        "email": "ada@example.org",
    }
    whose: dict[str, Any] = {"person_id": person_id, "tenant": BERGKAMEN}
    grant = AccessGrant(**whose, role=AccessRole.CARRIER, organization_id=carrier)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        uow.session.add(Person(id=person_id, tenant=BERGKAMEN, version=1, **person))
        await uow.session.flush()
        uow.session.add(grant)
    assert await told() == "Ada Zeiger"
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        uow.session.add(Entry(**whose, name_seen_by=SeenBy.SELF))
    assert await told() == CARRIER
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        uow.session.add(AccessGrant(**whose, role=AccessRole.COORDINATOR, organization_id=None))
    assert await told() == "Koordinierungsstelle"
