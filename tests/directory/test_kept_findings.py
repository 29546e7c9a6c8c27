"""Rules of the funding guideline: found day by day, accepted with a note or settled by a change."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from deploy.sample import CARRIER
from services.directory.employments.models import employments
from services.directory.findings.rules import broken, coordination
from services.directory.findings.values import Broken, Worked
from services.directory.schemas import PlacementView, Span
from shared.contracts.directory import Funding
from shared.contracts.funding import FundingRule
from shared.database.reach import crossing
from tests.directory.conftest import OTHER_CARRIER
from tests.directory.test_staff_pages import Clerk, clerk, clerk_of, organization, signed_in, texts
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk"]

MARA = UUID(int=1)
TODAY = date(2027, 3, 1)
LIST = "http://knotenpunkt.test/directory/pruefhinweise"


def worked(
    *spans: tuple[date, date | None, dict[str, str]], employment: UUID | None = None
) -> Worked:
    """An employment of Mara's: from, until, and hours by school."""
    return Worked(
        MARA,
        employment or uuid4(),
        [
            Span(
                valid_from=first,
                valid_until=last,
                placements=[
                    PlacementView(
                        id=uuid4(),
                        school_number=school or None,
                        school_name=school,
                        weekly_hours=Decimal(hours),
                        funding=Funding.LAND,
                    )
                    for school, hours in placed.items()
                ],
            )
            for first, last, placed in spans
        ],
    )


def rules(found: Iterable[Broken]) -> list[str]:
    return [str(each.rule) for each in found]


JANUARY, FEBRUARY, APRIL = date(2027, 1, 1), date(2027, 2, 1), date(2027, 4, 1)


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ({"100001": "39"}, []),
        ({"100001": "39.01"}, ["full_time"]),
        ({"100001": "19.5", "100002": "19.5"}, []),
        ({"100001": "9.75", "100002": "9.75"}, ["one_school"]),
        ({"100001": "9.76", "100002": "9.75"}, []),
        ({"100001": "13", "100002": "13", "100003": "13"}, ["two_schools"]),
        ({"": "39"}, ["school_number"]),
    ],
)
def test_what_the_guideline_says_at_its_limits(placed: dict[str, str], expected: list[str]) -> None:
    assert rules(broken([worked((FEBRUARY, None, placed))], TODAY)) == expected


def test_two_carriers_in_parallel_are_normal_and_found_above_full_time() -> None:
    """H3.22"""
    one = worked((JANUARY, None, {"100001": "20"}))
    assert broken([one, worked((FEBRUARY, None, {"100002": "19"}))], TODAY) == []
    [found] = broken([one, worked((FEBRUARY, None, {"100002": "19.5"}))], TODAY)
    assert (found.rule, found.since, found.hours) == (
        FundingRule.FULL_TIME,
        FEBRUARY,
        Decimal("39.5"),
    )


def test_placements_that_overlap_stay_and_are_found() -> None:
    """H3.05: the same school at the same time in two employments."""
    one = worked((JANUARY, date(2027, 3, 31), {"100001": "10"}))
    other = worked((date(2027, 3, 15), None, {"100001": "10"}))
    [found] = broken([one, other], TODAY)
    assert (found.rule, found.since, found.until) == (
        FundingRule.OVERLAP,
        date(2027, 3, 15),
        date(2027, 3, 31),
    )
    following = worked((APRIL, None, {"100001": "10"}))
    assert broken([one, following], TODAY) == []


def test_since_is_the_first_day_of_the_time_that_lasts() -> None:
    three = {"100001": "13", "100002": "13", "100003": "13"}
    more = {**three, "100004": "0.5"}
    both = broken([worked((JANUARY, date(2027, 1, 31), three), (FEBRUARY, None, more))], TODAY)
    assert [(each.rule, each.since) for each in both] == [
        (FundingRule.TWO_SCHOOLS, JANUARY),
        (FundingRule.FULL_TIME, FEBRUARY),
    ]
    over = worked((JANUARY, date(2027, 2, 28), three), (TODAY, None, {"100001": "39"}))
    assert broken([over], TODAY) == []
    coming = worked((JANUARY, date(2027, 3, 31), {"100001": "39"}), (APRIL, None, three))
    [found] = broken([coming], TODAY)
    assert (found.rule, found.since) == (FundingRule.TWO_SCHOOLS, APRIL)


hours = st.decimals(min_value="0.25", max_value="41", places=2)


@given(st.lists(hours, min_size=1, max_size=5))
def test_full_time_is_counted_over_all_employments(each: list[Decimal]) -> None:
    found = broken(
        [worked((FEBRUARY, None, {f"10000{n}": str(one)})) for n, one in enumerate(each)], TODAY
    )
    assert ("full_time" in rules(found)) == (sum(each) > 39)
    assert ("two_schools" in rules(found)) == (len(each) > 2)


FULL, HALF = Decimal(39), Decimal("19.5")


def test_one_full_post_of_the_office_is_there_for_thirty() -> None:
    thirty = [worked((JANUARY, None, {"100001": "39"})) for _ in range(30)]
    assert coordination(thirty, FULL, TODAY) == []
    more = [*thirty, worked((JANUARY, None, {"100002": "1"}))]
    assert rules(coordination(more, FULL, TODAY)) == ["coordination"]
    assert coordination(more, FULL + HALF, TODAY) == []
    assert rules(coordination(thirty, HALF, TODAY)) == ["coordination"]
    assert coordination(thirty[:15], HALF, TODAY) == []
    assert coordination(more, FULL, JANUARY - timedelta(days=1)) == []


THREE = {
    "hours_1": "13",
    "school_2": "100002",
    "hours_2": "13",
    "school_3": "100005",
    "hours_3": "13",
    "rows": "3",
}


async def reviewed(clerk: Clerk) -> None:
    """The jobs have run."""
    await clerk.desk.forward(1)


async def test_a_finding_is_accepted_with_a_note_and_comes_again_when_it_is_another(
    clerk: Clerk,
) -> None:
    path = await clerk.hire(**THREE)
    await reviewed(clerk)
    [raised] = await clerk.desk.announced("directory.finding-raised.v1")
    assert raised["rule"] == "two_schools"
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    listed = (await office.http.get(LIST)).text
    assert "3 Schulen zugleich, zusammen 39 Stunden." in listed
    assert "Änne Özgür" in listed
    address = f"{LIST}/{raised['finding_id']}"
    assert "Förderrichtlinie" in (await office.http.get(address)).text
    empty = await office.http.post(f"{address}/hinnehmen", data={"note": ""})
    assert 'note">' in texts(empty)[0]
    done = await office.http.post(f"{address}/hinnehmen", data={"note": "Übergang bis Sommer"})
    assert done.status_code == 303
    assert "Übergang bis Sommer" in (await office.http.get(address)).text
    assert "Keine" in (await office.http.get(f"{LIST}?standing=open")).text
    change = {"school_1": "100001", **THREE, "hours_1": "12", "valid_from": "01.03.2027"}
    assert (await clerk.confirm(f"{path}/einsatz", **change)).status_code == 303
    await reviewed(clerk)
    assert "Änne Özgür" in (await office.http.get(f"{LIST}?standing=open")).text
    assert len(await clerk.desk.announced("directory.finding-raised.v1")) == 1


async def test_a_change_settles_a_finding(clerk: Clerk) -> None:
    path = await clerk.hire(**THREE)
    await reviewed(clerk)
    assert "Prüfhinweise" in await clerk.page(path)
    one = {"school_1": "100001", "hours_1": "39", "rows": "1", "valid_from": "01.02.2027"}
    assert (await clerk.confirm(f"{path}/einsatz", **one)).status_code == 303
    await reviewed(clerk)
    [settled] = await clerk.desk.announced("directory.finding-settled.v1")
    answer = await clerk.http.get(f"{LIST}/{settled['finding_id']}")
    assert "weicht hier nichts mehr ab" in answer.text
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    address = f"{LIST}/{settled['finding_id']}/hinnehmen"
    assert (await office.http.get(address)).status_code == 409


async def test_a_carrier_sees_its_own_and_only_the_office_accepts(clerk: Clerk) -> None:
    await clerk.hire(**THREE)
    await reviewed(clerk)
    [raised] = await clerk.desk.announced("directory.finding-raised.v1")
    assert "Änne Özgür" in (await clerk.http.get(LIST)).text
    address = f"{LIST}/{raised['finding_id']}"
    assert (await clerk.http.post(f"{address}/hinnehmen", data={"note": "x"})).status_code == 403
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    assert "Keine Prüfhinweise" in (await other.http.get(LIST)).text
    assert (await other.http.get(address)).status_code == 404
    for found, query in ((True, "Lindenhain"), (True, "AWO"), (False, "Kirchenkreis")):
        listed = (await clerk.http.get(f"{LIST}?organization={query}")).text
        assert ("Änne Özgür" in listed) == found


async def shared_worker(clerk: Clerk, **kept: Any) -> None:
    """Somebody whom both carriers employ or employed; the other one's placements deviate."""
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    await other.hire(**THREE)
    await clerk.hire(external_id="P-2", email="p2@example.org")
    own = await organization(clerk.desk, CARRIER)
    theirs = select(employments.c.worker_id).where(employments.c.carrier_id != own)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        worker_id = (await uow.session.execute(crossing(theirs))).scalar_one()
        same = update(employments).where(employments.c.carrier_id == own)
        await uow.session.execute(crossing(same.values(worker_id=worker_id, **kept)))
    await reviewed(clerk)


async def test_what_is_found_after_somebody_left_is_not_their_former_carriers_to_see(
    clerk: Clerk,
) -> None:
    days = {"start_date": date(2026, 1, 1), "last_day": date(2026, 1, 31)}
    await shared_worker(clerk, **days)
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    assert "Özgür" in (await other.http.get(LIST)).text
    assert "Özgür" not in (await clerk.http.get(LIST)).text
    for raised in await clerk.desk.announced("directory.finding-raised.v1"):
        assert (await clerk.http.get(f"{LIST}/{raised['finding_id']}")).status_code == 404


async def test_a_carrier_does_not_find_out_for_whom_its_people_work_besides(clerk: Clerk) -> None:
    await shared_worker(clerk)
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    for found, query in ((True, "AWO"), (False, "Kirchenkreis"), (False, "100005")):
        listed = (await clerk.http.get(f"{LIST}?organization={query}")).text
        assert ("Özgür" in listed) == found, query
        assert "Özgür" in (await office.http.get(f"{LIST}?organization={query}")).text


async def test_a_carrier_reads_its_own_hours_and_the_office_those_of_all(clerk: Clerk) -> None:
    await shared_worker(clerk)
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    own, all_of_them = "Bei Ihnen 19,5 Stunden an einer Schule", "58,5 Stunden"
    for who, shown, hidden in ((clerk, own, all_of_them), (office, all_of_them, own)):
        listed = (await who.http.get(LIST)).text
        assert shown in listed
        assert hidden not in listed


async def test_what_was_settled_before_somebody_began_is_not_their_new_carriers_to_see(
    clerk: Clerk,
) -> None:
    path = await clerk.hire(start_date=f"{clerk.desk.today:%d.%m.%Y}", **THREE)
    await reviewed(clerk)
    one = {"school_1": "100001", "hours_1": "39", "rows": "1"}
    today = f"{clerk.desk.today:%d.%m.%Y}"
    assert (await clerk.confirm(f"{path}/einsatz", valid_from=today, **one)).status_code == 303
    await reviewed(clerk)
    [settled] = await clerk.desk.announced("directory.finding-settled.v1")
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    begins = f"{clerk.desk.today + timedelta(days=1):%d.%m.%Y}"
    await other.hire(external_id="P-9", email="p9@example.org", start_date=begins)
    own = await organization(clerk.desk, CARRIER)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        theirs = select(employments.c.worker_id).where(employments.c.carrier_id == own)
        worker_id = (await uow.session.execute(crossing(theirs))).scalar_one()
        same = update(employments).where(employments.c.carrier_id != own)
        await uow.session.execute(crossing(same.values(worker_id=worker_id)))
    where = f"{LIST}/{settled['finding_id']}"
    assert [(await who.http.get(where)).status_code for who in (clerk, other)] == [200, 404]
