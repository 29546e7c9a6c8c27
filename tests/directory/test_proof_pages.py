"""The proof of use as the office and carriers read, keep and hand it in."""

import csv
import io
import re
from calendar import isleap
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from httpx2 import Response
from sqlalchemy import select, update

from deploy.sample import CARRIER
from services.directory.employments.queries import among
from services.directory.employments.values import Wanted
from services.directory.organizations.models import organizations
from services.directory.placements.queries import placed_at
from services.directory.proof_of_use.rules import last_over
from services.directory.proof_of_use.values import SchoolYear
from services.directory.stretches.queries import stretches
from services.directory.timelines.queries import known_at
from shared.german import number
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_corrections import correct, shown
from tests.directory.test_staff_pages import Clerk, clerk, clerk_of, either_clerk, signed_in, texts
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk", "either_clerk"]


PAGE = "http://knotenpunkt.test/directory/verwendungsnachweis"
KAMEN = "05978020"
SUBMITTED, WITHDRAWN = (f"directory.proof-of-use-{each}.v1" for each in ("submitted", "withdrawn"))


def said(page: str) -> str:
    """Its words without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def year_of(clerk: Clerk) -> SchoolYear:
    """The last that is over: whatever day it is, its figures are these."""
    return last_over(clerk.desk.today)


async def workforce(clerk: Clerk) -> str:
    """A whole year at one carrier, half of it at half the hours; another one until November."""
    year = year_of(clerk)
    path = await clerk.hire(start_date=german(year.first), hours_1="39")
    february = date(year.begins_in + 1, 2, 1)
    half = {"school_1": "100001", "hours_1": "19,5", "rows": "1"}
    await clerk.confirm(f"{path}/einsatz", valid_from=german(february), **half)
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    second = await other.hire(
        start_date=german(year.first), hours_1="39", email="b@example.org", funding="kreis"
    )
    november = date(year.begins_in, 11, 15)
    await other.post(f"{second}/austritt", last_day=german(november), reason="moved")
    return path


async def office_of(desk: Desk, municipality: str = BERGKAMEN) -> Clerk:
    return await signed_in(desk, coordinator_of(municipality))


async def read(office: Clerk, query: str = "") -> str:
    answer = await office.http.get(f"{PAGE}{query}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


async def test_the_office_sees_each_payer_and_a_carrier_what_is_its_own(
    either_clerk: Clerk,
) -> None:
    clerk = either_clerk
    office = await office_of(clerk.desk)
    assert "Keine Einsätze" in await read(office)
    await workforce(clerk)
    leap = 2.79 if isleap(year_of(clerk).begins_in + 1) else 0
    assert shown(await read(office)) == [
        ["Kreis", "1", "596,14", "3,5", "0,29"],
        ["Land", "1", number(1529.36 + leap), "9", "0,75"],
        ["Alle", "1", number(2125.5 + leap), "12,5", "1,04"],
    ]
    assert [row[0] for row in shown(await read(clerk))] == ["Land", "Alle"]
    assert [row[0] for row in shown(await read(office, "?funding=kreis"))] == ["Kreis", "Alle"]
    assert "Nichts gefunden" in await read(office, f"?year={year_of(clerk).begins_in - 1}")


async def test_what_was_known_on_a_day_can_be_proved_again(either_clerk: Clerk) -> None:
    clerk = either_clerk
    path, year = await workforce(clerk), year_of(clerk)
    office = await office_of(clerk.desk)
    before, day = shown(await read(office)), clerk.desk.today
    await clerk.desk.forward(1)
    await correct(clerk, path, str(year.first), hours_1="20")
    assert shown(await read(office, f"?known_on={day}")) == before
    assert shown(await read(office)) != before
    assert shown(await read(office, f"?known_on={day - timedelta(days=1)}")) == []


async def test_stretches_are_what_timelines_say_day_by_day(either_clerk: Clerk) -> None:
    """Also what is corrected, taken back, replaced on the same day, and beyond the last day."""
    clerk = either_clerk
    path, year = await workforce(clerk), year_of(clerk)
    await correct(clerk, path, str(year.first), hours_1="20", school_2="100002", hours_2="5")
    spring = german(date(year.begins_in + 1, 4, 1))
    for hours in ("10", "12"):
        change = {"school_1": "100002", "hours_1": hours, "rows": "1"}
        await clerk.confirm(f"{path}/einsatz", valid_from=spring, **change)
    june = german(date(year.begins_in + 1, 6, 10))
    await clerk.post(f"{path}/austritt", last_day=june, reason="moved")
    at = clerk.desk.house.clock.now()
    wanted = Wanted(BERGKAMEN, None, clerk.desk.today)
    async with clerk.desk.house.context("directory").database.reading() as session:
        found = await stretches(session, wanted, year.first, year.last, at)
        schools = select(organizations.c.id).where(organizations.c.tenant == BERGKAMEN)
        employed = await among(session, wanted, placed_at(schools))
        spans = await known_at(session, BERGKAMEN, employed, at)
        rows = await session.execute(select(organizations.c.id, organizations.c.school_number))
        numbers = {row.id: row.school_number for row in rows}
    assert len(found) == 5
    for day in (year.first + timedelta(days=n) for n in range(366)):
        said = {
            (each.id, view.school_number, view.weekly_hours, view.funding)
            for each in employed
            for span in spans[each.id]
            if span.valid_from <= day <= (span.valid_until or day) and day <= year.last
            for view in span.placements
        }
        counted = {
            (each.employment_id, numbers[each.school_id], each.hours, each.funding)
            for each in found
            if each.first <= day <= each.last
        }
        assert counted == said, day


async def test_hours_of_coordination_are_those_of_today_or_as_handed_in(clerk: Clerk) -> None:
    """The office's alone, and of no day on which nobody knows them."""
    await workforce(clerk)
    office = await office_of(clerk.desk)

    async def say(hours: float) -> None:
        town = (organizations.c.tenant == BERGKAMEN, organizations.c.kind == "municipality")
        async with clerk.desk.house.context("directory").database.transaction() as uow:
            change = update(organizations).where(*town).values(coordination_hours=hours)
            await uow.session.execute(change)

    assert "Stunden in der Woche" not in said(await read(office))
    await say(19.5)
    assert "Koordinierung 19,5 Stunden in der Woche, 0,5 Stellen" in said(await read(office))
    assert "Stunden in der Woche" not in said(await read(clerk))
    await hand_in(office)
    [event] = await clerk.desk.announced(SUBMITTED)
    await say(39)
    assert "39 Stunden in der Woche, 1 Stellen" in said(await read(office))
    kept = f"?abgabe={event['submission_id']}"
    assert "19,5 Stunden in der Woche" in said(await read(office, kept))
    assert "Stunden in der Woche" not in said(await read(clerk, kept))
    assert "Stunden in der Woche" not in said(await read(office, f"?known_on={clerk.desk.today}"))


async def test_a_pdf_is_tagged_and_has_a_title_and_a_language(clerk: Clerk) -> None:
    await workforce(clerk)
    office = await office_of(clerk.desk)
    answer = await office.http.get(f"{PAGE}/datei?funding=land")
    assert answer.headers["content-type"] == "application/pdf"
    assert ".pdf" in answer.headers["content-disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang).startswith("de")
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as about:
            assert about["dc:title"] == "Verwendungsnachweis Schulsozialarbeit"
            assert about["pdfuaid:part"] == "1"
        kinds = {str(each.S) for each in file.objects if _is_element(each)}
        assert {"/Table", "/TH", "/TD", "/H1"} <= kinds


def _is_element(each: Any) -> bool:
    return isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"


async def test_a_file_holds_every_row_and_the_sums_below(clerk: Clerk) -> None:
    await workforce(clerk)
    office = await office_of(clerk.desk)
    answer = await office.http.get(f"{PAGE}?als=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Schule"] for row in rows if row["Finanzierung"] == "Kreis"][-1] == "Summe"
    assert rows[0]["Bis"] == german(date(year_of(clerk).begins_in, 11, 15))
    book = await office.http.get(f"{PAGE}?als=xlsx")
    assert book.content.startswith(b"PK")


async def hand_in(office: Clerk, **form: Any) -> Response:
    year = year_of(office)
    given = {"submitted_on": german(office.desk.today)} | form
    return await office.http.post(f"{PAGE}/{year.begins_in}/abgeben", data=given)


async def test_what_was_handed_in_stands_until_it_is_taken_back(clerk: Clerk) -> None:
    path, year = await workforce(clerk), year_of(clerk)
    office = await office_of(clerk.desk)
    assert "Abzugeben bis zum" in await read(office)
    before = shown(await read(office))
    answer = await hand_in(office)
    assert answer.status_code == 303, texts(answer)
    [event] = await clerk.desk.announced(SUBMITTED)
    assert event["school_year"] == year.begins_in
    page = await read(office)
    assert "nichts geändert" in page
    await correct(clerk, path, str(year.first), hours_1="20")
    page = await read(office)
    assert "die Zahlen sind heute andere" in page
    kept = f"?abgabe={event['submission_id']}"
    assert kept in page
    assert shown(await read(office, kept)) == before
    undo = f"{PAGE}/abgaben/{event['submission_id']}/zuruecknehmen"
    assert "Versehen" in (await office.http.get(undo)).text
    for _ in range(2):
        assert (await office.http.post(undo)).status_code == 303
    assert len(await clerk.desk.announced(WITHDRAWN)) == 1
    assert "Abzugeben bis zum" in await read(office)


async def test_the_start_page_reminds_of_it_until_it_is_handed_in(clerk: Clerk) -> None:
    await workforce(clerk)
    year = year_of(clerk)
    near = (year.due - clerk.desk.today).days - 10
    if near > 0:
        await clerk.desk.forward(near)
    assert year_of(clerk) == year
    office = await office_of(clerk.desk)
    cards = f"{PAGE.removesuffix('/verwendungsnachweis')}/api/v1/cards"

    async def told(somebody: Clerk, code: str = "proof_of_use") -> list[str]:
        found = (await somebody.http.get(cards)).json()["cards"]
        return [each["urgency"] for each in found if each["code"] == code]

    assert await told(office) == ["now"]
    assert await told(await clerk_of(clerk.desk, CARRIER)) == []
    assert await told(office, "application") == ["soon"]
    assert (await hand_in(office)).status_code == 303
    assert await told(office) == []


@pytest.mark.parametrize(
    ("form", "field", "text"),
    [
        ({"submitted_on": ""}, "submitted_on", "füllen"),
        ({"submitted_on": "01.08.2000"}, "submitted_on", "noch nicht zu Ende"),
        ({"submitted_on": "01.08.2150"}, "submitted_on", "Zukunft"),
        ({"known_on": "01.08.2150"}, "known_on", "Zukunft"),
    ],
)
async def test_what_is_wrong_stands_at_its_field(
    clerk: Clerk, form: dict[str, str], field: str, text: str
) -> None:
    answer = await hand_in(await office_of(clerk.desk), **form)
    assert answer.status_code == 422
    [said] = texts(answer)
    assert said.startswith(f'{field}">')
    assert text in said


@pytest.mark.parametrize("query", ["?year=1066", "?year=x", "?known_on=gestern", "?funding=gold"])
async def test_what_cannot_be_read_counts_as_not_asked(clerk: Clerk, query: str) -> None:
    office = await office_of(clerk.desk)
    assert (await office.http.get(f"{PAGE}{query}")).status_code == 200
    assert (await office.http.get(f"{PAGE}/1066/abgeben")).status_code == 404


async def test_a_program_of_the_office_reads_page_by_page(clerk: Clerk) -> None:
    await workforce(clerk)
    office = await office_of(clerk.desk)
    where = f"/directory/api/v1/proof-of-use?municipality={BERGKAMEN}&limit=1"
    first = f"{where}&school_year={year_of(clerk).begins_in}"
    one = (await office.http.get(f"http://knotenpunkt.test{first}")).json()
    two = (await office.http.get(f"http://knotenpunkt.test{one['next']}")).json()
    assert [each["funding"] for each in (*one["items"], *two["items"])] == ["kreis", "land"]
    assert two["next"] is None
    assert one["items"][0]["months"] == "3.50"
