"""What a preview of a school list shows is what the import then does, whatever the list says."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.directory.organization_lists import use_cases
from services.directory.organization_lists.rules import read_reachable
from services.directory.organization_lists.values import COLUMNS, Outcome, Plan
from services.directory.organizations import queries
from services.directory.organizations.models import Organization
from shared.contracts.directory import Role
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import outbox
from shared.web.kit.reasons import CHECK
from tests.directory.registry_office import Office, opened
from tests.house import BERGKAMEN

HEADINGS = list(COLUMNS.headings)
cells = st.fixed_dictionaries(
    {
        "Schulnummer": st.sampled_from(["200001", "200002", "200003", "20000", ""]),
        "Schule": st.sampled_from(["Süd", "Nord", "Nord am Wald", "www.nord.example"]),
        "Schulform": st.sampled_from(["Grundschule", "Gymnasium", "primary", "Raumschule"]),
        "OGS": st.sampled_from(["ja", "nein", "", "vielleicht"]),
        "Letzter Tag": st.sampled_from(["", "", "31.07.2026", "31.07.2031", "gestern"]),
        "Leitung Vorname": st.sampled_from(["Eva", "Ole", ""]),
        "Leitung Nachname": st.sampled_from(["Kern", "Brandt", "K3rn"]),
        "Leitung E-Mail": st.sampled_from(["a@example.org", "b@example.org", "keine"]),
    }
)
lists = st.tuples(
    st.lists(cells, min_size=1, max_size=5),
    st.sampled_from([HEADINGS, HEADINGS[:3], HEADINGS[:4]]),
)
Stored = dict[str, tuple[Any, ...]]


NEW = b"Schulnummer;Schule;Schulform\n299999;Neu;Grundschule"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with opened() as office:
        yield office


async def previewed(office: Office, content: bytes, municipality: str = BERGKAMEN) -> Plan:
    async with office.database.reading() as session:
        given = read_reachable(municipality, content, ALLOWED)
        return await use_cases.plan(session, given, TODAY)


async def imported(office: Office, content: bytes) -> tuple[Plan, int]:
    """What the import has done, and how many organizations it has announced."""
    before = await announced(office)
    async with office.database.transaction() as uow:
        given = read_reachable(BERGKAMEN, content, ALLOWED)
        plan = await use_cases.plan(uow.session, given, TODAY)
        await use_cases.carry_out(uow, plan, Cause(BERGKAMEN, new_id()))
    return plan, await announced(office) - before


async def announced(office: Office) -> int:
    of_organizations = outbox.c.type == "directory.organization.v1"
    count = select(func.count()).select_from(outbox).where(of_organizations)
    async with office.database.reading() as session:
        return (await session.execute(count)).scalar_one()


async def stored(office: Office) -> Stored:
    """Every school by its number, with its head."""
    async with office.database.reading() as session:
        rows = (await session.scalars(select(Organization))).all()
        acting = await queries.acting(session, BERGKAMEN, [row.id for row in rows])
    found: Stored = {}
    for row in rows:
        if row.school_number:
            head = acting.get(row.id, {}).get(Role.HEAD)
            person = f"{head.given_name} {head.family_name}, {head.email}" if head else ""
            facts = (row.name, row.school_type, row.all_day_school)
            found[row.school_number] = (row.id, row.version, *facts, person)
    return found


ALLOWED = frozenset({"example.org"})
TODAY = date(2026, 11, 27)


@settings(max_examples=60, deadline=None)
@given(lists)
def test_the_import_does_what_the_preview_shows(
    office: Office, given: tuple[list[dict[str, str]], list[str]]
) -> None:
    rows, headings = given
    lines = [";".join(row[heading] for heading in headings) for row in rows]
    content = "\n".join([";".join(headings), *lines]).encode()
    before = office.run(stored(office))
    plan = office.run(previewed(office, content))
    assert office.run(stored(office)) == before
    done, count = office.run(imported(office, content))
    assert done.digest == plan.digest
    after = office.run(stored(office))
    expected = dict(before)
    for step in plan.steps:
        number = str(step.state["school_number"])
        old = before.get(number, (None, 0, None, None, None, ""))
        grown = old[1] + (step.outcome is not Outcome.UNCHANGED)
        facts = tuple(step.state[name] for name in ("name", "school_type", "all_day_school"))
        heads = [change.after for change in step.changes if change.what is Role.HEAD]
        expected[number] = (after[number][0], grown, *facts, heads[0] if heads else old[5])
        assert old[0] in (None, after[number][0])
        assert isinstance(after[number][0], UUID)
    assert after == expected
    assert count == sum(step.outcome is not Outcome.UNCHANGED for step in plan.steps)
    again = office.run(previewed(office, content))
    assert (again.effective, again.unchanged) == (0, len(plan.steps))
    assert again.left_out == plan.left_out
    assert len(plan.steps) + len(plan.refused) == len(rows)
    assert not [text for *_, text in plan.left_out if CHECK in text]


def test_a_preview_for_one_municipality_is_none_for_another(office: Office) -> None:
    here, there = (office.run(previewed(office, NEW, each)) for each in (BERGKAMEN, "05978020"))
    assert here.added == there.added
    assert here.digest != there.digest
