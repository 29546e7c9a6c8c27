"""A carrier in a group's rule means its branches, too."""

from uuid import UUID, uuid4

from deploy.sample import CARRIER
from services.directory.access.use_cases import register
from services.directory.access.values import Client
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_groups import acting, hired, made, members, schools
from tests.directory.test_organization_pages import HTML
from tests.directory.test_staff_pages import organization, texts
from tests.house import BERGKAMEN


async def test_a_carrier_in_a_rule_means_its_branches_however_far_down(desk: Desk) -> None:
    one, *_ = await schools(desk)
    carrier, other = await organization(desk, CARRIER), await organization(desk, OTHER_CARRIER)
    mine = await hired(desk, one.school_number)
    branch = await branch_of(desk, "Zweigstelle Nord", carrier)
    deep = await branch_of(desk, "Zweigstelle Nord, Büro Heil", branch)
    theirs = await hired_by(desk, deep, one.school_number)
    rules = {
        ("worker", str(carrier)): {mine, theirs},
        ("worker", str(branch)): {theirs},
        ("worker", str(deep)): {theirs},
        ("worker", str(other)): set(),
        ("head", str(branch)): await acting(desk, "head", one.id),
        ("head", str(other)): set(),
    }
    for number, ((who, value), expected) in enumerate(rules.items()):
        group = await made(desk, f"Gruppe {number}", who=who, carrier_id=value)
        assert await members(desk, group) == expected, (who, value)


async def branch_of(desk: Desk, name: str, whole: UUID) -> UUID:
    given = {"name": name, "kind": "carrier", "part_of": str(whole)}
    path = "/directory/organisationen/neu"
    answer = await desk.house.http.post(path, data=given, headers=HTML)
    assert answer.status_code == 303, texts(answer)
    return await organization(desk, name)


async def hired_by(desk: Desk, carrier_id: UUID, number: str) -> str:
    """The id of a worker of another carrier who begins today at a school."""
    client_id = f"branch-{uuid4().hex[:8]}"
    async with desk.house.context("directory").database.transaction() as uow:
        await register(uow, Client(client_id, BERGKAMEN, carrier_id), "branch-secret")
    carrier = await desk.sign_in(client_id, "branch-secret")
    place = [{"school_number": number, "weekly_hours": 10}]
    start = desk.today.isoformat()
    answer = await carrier.hire(external_id="B-1", start_date=start, placements=place)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["worker_id"])
