"""Merges that cannot be, two at once, and what is erased with whom."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.directory.employments.models import employments
from services.directory.merges import use_cases
from services.directory.merges.forms import MergeForm
from services.directory.merges.models import merges
from services.directory.merges.values import Both
from services.directory.people.models import former_names, people
from services.directory.people.use_cases import forget_people, save_people
from shared.contracts.accounts import AccessRole
from shared.messaging.event import Cause
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_duplicates import names
from tests.directory.test_merges import CHOICES, Twice, twice
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres

__all__ = ["twice"]


def both_of(twice: Twice) -> tuple[Both, MergeForm]:
    form = MergeForm.model_validate(twice.chosen(twice.entered))
    return Both(BERGKAMEN, twice.entered, twice.worker), form


async def merged_directly(desk: Desk, both: Both, form: MergeForm) -> str:
    """What becomes of it, without a page."""
    me = Me(
        both.tenant, AccessRole.COORDINATOR, uuid4(), None, Cause(both.tenant, uuid4()), uuid4()
    )
    try:
        async with desk.house.context("directory").database.transaction() as uow:
            await use_cases.merge(uow, me, both, form)
    except Problem as problem:
        return problem.code
    return "merged"


async def test_nobody_is_merged_with_themselves_or_across_municipalities(twice: Twice) -> None:
    both, form = both_of(twice)
    same = Both(BERGKAMEN, twice.worker, twice.worker)
    assert await merged_directly(twice.desk, same, form) == "same-person"
    elsewhere = Both("05978020", twice.entered, twice.worker)
    assert await merged_directly(twice.desk, elsewhere, form) == "not-found"
    assert await merged_directly(twice.desk, both, form) == "merged"
    back = Both(BERGKAMEN, twice.worker, twice.entered)
    assert await merged_directly(twice.desk, back, form) == "already-merged"


async def test_whom_somebody_stands_for_is_erased_with_them(desk: Desk) -> None:
    ids = [uuid4(), uuid4()]
    given = names("Ida", "Vogelsang")
    async with desk.house.context("directory").database.transaction() as uow:
        await save_people(uow, dict.fromkeys(ids, given), Cause(BERGKAMEN, uuid4()))
    form = MergeForm.model_validate(dict.fromkeys(CHOICES, "first"))
    assert await merged_directly(desk, Both(BERGKAMEN, *ids), form) == "merged"
    async with desk.house.context("directory").database.transaction() as uow:
        await forget_people(uow, ids[:1], Cause(BERGKAMEN, uuid4()))
    for column in (people.c.id, merges.c.merged_id, former_names.c.person_id):
        assert await desk.house.rows("directory", select(column).where(column.in_(ids))) == []


@pytest.mark.real
async def test_two_at_once_merge_once(postgres: SharedPostgres, tmp_path: Path) -> None:
    name = f"merges_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        hired = await desk.carrier.hire(start_date=desk.today.isoformat())
        worker, entered = UUID(hired.json()["worker_id"]), uuid4()
        async with desk.house.context("directory").database.transaction() as uow:
            given = {entered: names("Mara", "Kranz")}
            await save_people(uow, given, Cause(BERGKAMEN, uuid4()))
        form = MergeForm.model_validate(dict.fromkeys(CHOICES, "first"))
        one, other = Both(BERGKAMEN, worker, entered), Both(BERGKAMEN, entered, worker)
        tried = [merged_directly(desk, each, form) for each in (one, other, one)]
        became = sorted(await asyncio.gather(*tried))
        assert became == ["already-merged", "already-merged", "merged"]
        [row] = await desk.house.rows("directory", select(merges.c.id))
        me = Cause(BERGKAMEN, uuid4())
        office = Me(BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, me, uuid4())
        async with desk.house.context("directory").database.transaction() as uow:
            await use_cases.undo(uow, office, row.id)
        mine = select(employments.c.worker_id)
        assert await desk.house.rows("directory", mine) == [(worker,)]
