"""Days at the ends of the calendar are refused, and those that are known already stop nothing."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from httpx2 import Response
from sqlalchemy import update

from services.directory.employments.models import employments
from services.directory.findings.rules import broken
from services.directory.posts.rules import vacancies
from services.directory.posts.values import Filled, Planned
from services.directory.timelines.values import Bar, Lane, draw
from shared.database.reach import crossing
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_kept_findings import rules, worked
from tests.directory.test_organization_pages import MUNICIPALITY
from tests.directory.test_posts import LIST as POSTS
from tests.directory.test_posts import planned
from tests.directory.test_relationships import API, KITA, added, begin, entered, listed, post
from tests.directory.test_relationships_api import version
from tests.directory.test_staff_pages import Clerk, clerk, signed_in, texts
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk"]

FIRST, LAST = date.min, date.max
TODAY = date(2027, 3, 1)
FAR = pytest.mark.parametrize("day", [FIRST, LAST], ids=["first", "last"])


async def office_of(desk: Desk) -> Clerk:
    desk.house.http.cookies.update(await desk.house.sign_in(coordinator_of(BERGKAMEN)))
    return await signed_in(desk, coordinator_of(BERGKAMEN))


def refused(answer: Response) -> bool:
    return answer.status_code == 422


async def test_a_fixed_term_without_an_end_is_no_fixed_term(clerk: Clerk) -> None:
    """As many systems write it; it has to be left out."""
    posted = await clerk.desk.carrier.hire(fixed_term_until=LAST.isoformat())
    assert refused(posted)
    [error] = posted.json()["errors"]
    assert error["field"] == "fixed_term_until"
    [row] = (await clerk.desk.carrier.array({"fixed_term_until": LAST.isoformat()}))["rows"]
    assert row["outcome"] == "refused"
    entered = await clerk.post("/neu", fixed_term_until="31.12.9999")
    assert any(each.startswith("fixed_term_until") for each in texts(entered))


async def test_an_end_that_was_kept_before_stops_neither_job_nor_page(clerk: Clerk) -> None:
    office = await office_of(clerk.desk)
    assert (await planned(office)).status_code == 303
    path = await clerk.hire(start_date=f"{clerk.desk.today:%d.%m.%Y}")
    kept = update(employments).values(fixed_term_until=LAST)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(crossing(kept))
    await clerk.desk.forward(1)
    for page in (POSTS, f"/directory/fachkraefte{path}", f"/directory/fachkraefte{path}/verlauf"):
        assert (await office.http.get(page)).status_code == 200


def test_what_lasts_for_ever_can_be_reckoned_with() -> None:
    placed = worked((FIRST, LAST, {"100001": "40"}))
    assert rules(broken([placed], TODAY)) == ["full_time"]
    one = Planned(uuid4(), Decimal(1), FIRST, LAST)
    found = vacancies([one], [Filled(Decimal(39), FIRST, LAST)], TODAY)
    assert found[one.id].vacant == 0
    assert draw([Lane("Mara", [Bar(FIRST, LAST, "39 Std.")])], TODAY) is not None


@FAR
async def test_a_post_is_planned_within_reach(clerk: Clerk, day: date) -> None:
    office = await office_of(clerk.desk)
    for name in ("valid_from", "last_day"):
        answer = await planned(office, **{name: f"{day:%d.%m.%Y}".rjust(10, "0")})
        assert refused(answer), name
        assert any(each.startswith(name) for each in texts(answer))


@FAR
async def test_a_relationship_is_kept_within_reach(clerk: Clerk, day: date) -> None:
    desk = clerk.desk
    await office_of(desk)
    kita = await id_of(desk, KITA)
    key = await entered(desk, "feeder_kita", other=f"organisation:{kita}")
    seen = await version(desk, f"/{key}/beenden")
    ended = await post(desk, f"/{key}/beenden", last_day=day.isoformat(), version=seen)
    assert refused(ended)
    edited = {"valid_from": desk.today.isoformat(), "last_day": day.isoformat()}
    assert refused(await post(desk, f"/{key}/bearbeiten", version=seen, **edited))
    body = edited | {"version": int(seen)}
    changed = await desk.house.http.put(f"{API}/{key}", params=MUNICIPALITY, json=body)
    assert refused(changed)
    query = await begin(desk, "feeder_kita") | {"statt": key}
    other = {"other": f"organisation:{kita}", "valid_from": day.isoformat()}
    assert refused(await post(desk, "/neu", query, **other))
    ends = {"from_organization_id": kita, "to_organization_id": query["an"]}
    for name in ("valid_from", "last_day"):
        made = await added(desk, type="feeder_kita", **ends, **{name: day.isoformat()})
        assert refused(made)
    assert isinstance(await listed(desk, active_on=day.isoformat()), list)


@FAR
async def test_a_timeline_is_shown_as_of_any_day(clerk: Clerk, day: date) -> None:
    path = await clerk.hire()
    for each in (f"{day:%d.%m.%Y}".rjust(10, "0"), day.isoformat()):
        answer = await clerk.get(f"{path}/verlauf?known_on={each}")
        assert answer.status_code in (200, 422)


@FAR
async def test_what_began_on_no_day_is_not_there(clerk: Clerk, day: date) -> None:
    path = await clerk.hire()
    for what in ("berichtigen", "zuruecknehmen"):
        answer = await clerk.get(f"{path}/einsatz/{day.isoformat()}/{what}")
        assert answer.status_code == 404
