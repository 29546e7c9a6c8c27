"""A last day names what was posted for later days, before it is stored and afterwards."""

from datetime import timedelta

from tests.directory.conftest import Desk
from tests.directory.test_departures import CHANGE, DEPARTURE, hired
from tests.directory.test_proof_pages import german
from tests.directory.test_staff_pages import Clerk, clerk

__all__ = ["clerk"]
LEAVE = {"external_id": "P-4711", "first_day": "2027-03-15", "last_day": "2027-04-15"}


async def test_the_answer_names_later_placements_and_leaves(desk: Desk) -> None:
    await hired(desk)
    await desk.carrier.post("/changes", CHANGE)
    await desk.carrier.post("/leaves", LEAVE)
    answer = await desk.carrier.post("/departures", DEPARTURE | {"last_day": "2027-03-31"})
    found = [(each["kind"], each["first_day"]) for each in answer.json()["no_longer_true"]]
    assert found == [
        ("leave", "2027-03-15"),
        ("placement", "2027-04-01"),
        ("placement", "2027-04-01"),
    ]
    again = await desk.carrier.post("/departures", DEPARTURE | {"last_day": "2027-12-31"})
    assert again.json()["no_longer_true"] == []


async def test_a_clerk_sees_it_before_it_is_stored(clerk: Clerk) -> None:
    today = clerk.desk.today
    path = await clerk.hire(start_date=german(today - timedelta(days=90)))
    half = {"school_1": "100001", "hours_1": "13", "rows": "1"}
    await clerk.confirm(f"{path}/einsatz", valid_from=german(today - timedelta(days=20)), **half)
    form = {"last_day": german(today - timedelta(days=40)), "reason": "moved"}
    seen = await clerk.post(f"{path}/austritt", **form)
    assert seen.status_code == 200
    assert "Was dann nicht mehr gilt" in seen.text
    assert "Anmeldungen für die Tage danach" in seen.text
    assert "Austritt melden" in await clerk.page(path)
    anew = await clerk.post(f"{path}/austritt", **form, again="ja")
    assert form["last_day"] in anew.text
    stored = await clerk.post(f"{path}/austritt", **form, confirmed="ja")
    assert stored.status_code == 303
