"""The tasks of a role are found by an index, however many others there are."""

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text

from services.trainings.duties import queries
from services.trainings.duties.forms import DutySearch
from services.trainings.models import onboardings, organizations, tasks
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role
from shared.database.paging import KeysetRequest
from shared.database.writes import Row, Write, write_all
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House

TODAY, SCHOOLS, BEGUN = date(2026, 11, 2), 20, 100
BY_ROLE = re.compile(
    r"tasks_of_role.*?(tenant=\? AND role=\?|Index Cond: .*?tenant.*?role)", re.DOTALL
)
CONTACT = uuid4()
"""Acts for the municipality in everything about computers."""


@pytest.fixture
async def house(open_either_house: OpenHouse) -> House:
    house = await open_either_house("trainings")
    schools = [uuid4() for _ in range(SCHOOLS)]
    begun = [_onboarding() for _ in range(BEGUN)]
    async with house.context("trainings").database.transaction() as uow:
        office = _organization(uuid4(), OrganizationKind.MUNICIPALITY, {Role.IT: CONTACT})
        known = [_organization(each, OrganizationKind.SCHOOL, {}) for each in schools]
        due = [
            _task(each["id"], schools[number % SCHOOLS], role)
            for number, each in enumerate(begun)
            for role in (*Role, Role.WORKER, Role.WORKER)
        ]
        await write_all(
            uow.session,
            [Write(organizations, [office, *known]), Write(onboardings, begun), Write(tasks, due)],
        )
        if not house.context("trainings").database.engine.sqlite:
            await uow.session.execute(text("ANALYZE"))
    return house


def _organization(key: UUID, kind: OrganizationKind, contacts: dict[Role, UUID]) -> Row:
    acting = [{"role": role.value, "person_id": str(who)} for role, who in contacts.items()]
    return {
        "organization_id": key,
        "tenant": BERGKAMEN,
        "version": 1,
        "name": f"{kind} {key}",
        "kind": kind.value,
        "contacts": acting,
    }


def _onboarding() -> Row:
    return {
        "id": uuid4(),
        "tenant": BERGKAMEN,
        "worker_id": uuid4(),
        "employment_id": uuid4(),
        "carrier_id": uuid4(),
        "template_id": uuid4(),
        "correlation_id": uuid4(),
        "causation_id": uuid4(),
        "start_date": TODAY,
        "last_day": None,
        "ready_at": None,
        "closed_at": None,
        "closing_reason": None,
    }


def _task(onboarding_id: UUID, school_id: UUID, role: Role) -> Row:
    return {
        "id": uuid4(),
        "tenant": BERGKAMEN,
        "onboarding_id": onboarding_id,
        "code": "task",
        "role": role.value,
        "organization_id": school_id,
        "due_on": TODAY,
        "mandatory": True,
        "done_at": None,
        "done_by": None,
    }


def _me(role: AccessRole) -> Me:
    return Me(BERGKAMEN, role, CONTACT, None, Cause(BERGKAMEN, uuid4()), uuid4())


async def test_tasks_are_entered_by_their_role(house: House) -> None:
    """For the list and for the card of the start page."""
    for role in (AccessRole.OPERATOR, AccessRole.CONTACT, AccessRole.COORDINATOR):
        plans = await plans_of(house, role)
        assert len(plans) == 2
        assert all(BY_ROLE.search(each) for each in plans), (role, plans)


async def plans_of(house: House, role: AccessRole) -> list[str]:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "FROM tasks JOIN" in statement and "OUTER JOIN" not in statement:
            asked.append((statement, parameters))

    database = house.context("trainings").database
    async with database.reading() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await queries.due(session, _me(role), TODAY)
        await queries.page_of(session, _me(role), DutySearch(), KeysetRequest(), TODAY)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if database.engine.sqlite else "EXPLAIN "
        if not database.engine.sqlite:
            await session.execute(text("SET enable_seqscan = off"))
        return [
            " ".join(str(row[-1]) for row in await connection.exec_driver_sql(explain + sql, given))
            for sql, given in asked
        ]
