"""Whoever was merged is given nothing any more: what is meant for them is the survivor's."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.accounts.use_cases import add_address
from services.directory.groups.models import picks
from services.directory.identities.models import identities, unmatched
from services.directory.merges import use_cases
from services.directory.merges.forms import MergeForm
from services.directory.merges.models import merges
from services.directory.merges.values import Both
from services.directory.people.use_cases import save_people
from services.directory.relationships.models import relationships
from services.directory.survivors.use_cases import hold_meant
from shared.messaging.event import Cause
from tests.directory.conftest import open_desk
from tests.directory.test_duplicates import names
from tests.directory.test_hierarchy import id_of
from tests.directory.test_merges import CHOICES, LIST, Twice, twice
from tests.directory.test_merges_by_hand import entered
from tests.directory.test_merges_undone import OFFICE, merge
from tests.directory.test_organization_pages import MUNICIPALITY
from tests.directory.test_relationships import SCHOOL, added
from tests.directory.test_two_at_once import WAITING
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres

__all__ = ["twice"]

ACCOUNTS, GROUPS = "/directory/konten", "/directory/api/v1/groups"


@pytest.fixture
async def merged(twice: Twice) -> Twice:
    """The worker, who had an address to sign in, is who the office has entered."""
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await add_address(uow, twice.worker, "mara@example.org")
    await twice.merge(twice.entered)
    return twice


async def test_a_page_that_was_open_puts_the_survivor_into_a_group(merged: Twice) -> None:
    made = await merged.office.post("/directory/gruppen/neu", name="Kreis", description="")
    path = f"{made.headers['location']}/von-hand/person"
    chosen = await merged.office.post(path, text="Mara", person_id=str(merged.worker))
    assert chosen.status_code == 303
    mine = picks.c.group_id == UUID(made.headers["location"].rpartition("/")[2])
    assert await merged.rows(select(picks.c.person_id).where(mine)) == [(merged.entered,)]


async def test_a_program_that_knows_the_old_id_means_the_survivor_once(merged: Twice) -> None:
    both, http = [str(merged.worker), str(merged.entered)], merged.desk.house.http
    given = {"name": "Kreis", "people": both}
    headers = {"Idempotency-Key": str(uuid4())}
    made = await http.post(GROUPS, params=MUNICIPALITY, json=given, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["people"] == [str(merged.entered)]


async def test_a_relationship_with_the_old_id_is_the_survivors(merged: Twice) -> None:
    school = await id_of(merged.desk, SCHOOL)
    ends: dict[str, Any] = {"from_person_id": str(merged.worker), "to_organization_id": school}
    answer = await added(merged.desk, type="all_day_lead", **ends)
    assert answer.status_code == 201, answer.text
    named = select(relationships.c.from_person_id).where(
        relationships.c.from_person_id.in_([merged.worker, merged.entered])
    )
    assert await merged.rows(named) == [(merged.entered,)]


async def test_an_address_that_rests_is_no_account(merged: Twice) -> None:
    assert "mara@example.org" not in await merged.office.page(ACCOUNTS)
    account = f"{ACCOUNTS}/{merged.worker}"
    assert (await merged.office.get(account)).status_code == 404
    given = await merged.office.post(f"{account}/rolle", role="coordinator")
    assert given.status_code == 404
    theirs = select(AccessGrant.id).where(AccessGrant.person_id == merged.worker)
    assert await merged.rows(theirs) == []


async def test_an_account_at_the_provider_is_not_given_to_the_old_id(merged: Twice) -> None:
    key = uuid4()
    account = {"id": key, "issuer": "https://id.example", "subject": "s", "sub": "s"}
    seen = {"shown_name": "M. K.", "municipality": BERGKAMEN}
    async with merged.desk.house.context("directory").database.transaction() as uow:
        values = {**account, **seen, "first_seen": uow.now}
        await uow.session.execute(unmatched.insert().values(values))
    path = f"/directory/offene-anmeldungen/{key}/zuordnen/{merged.worker}"
    assert (await merged.office.get(path)).status_code == 404
    assert (await merged.office.post(path)).status_code == 404
    assert await merged.rows(select(identities.c.id)) == []


async def test_a_sign_in_is_not_let_hold_for_who_was_merged_themselves(merged: Twice) -> None:
    """It would be theirs who may do nothing, and the office would believe it done."""
    [(first,)] = await merged.rows(select(merges.c.id))
    last = await entered(merged.desk)
    await merge(merged.desk, last, merged.entered)
    page = f"{LIST}/{first}"
    let = await merged.office.post(f"{page}/anmeldung")
    merged.office.http.cookies.update(let.cookies)
    assert "Nicht freigegeben" in await merged.office.page(let.headers["location"])
    owner = select(SignInAddress.person_id).where(SignInAddress.address == "mara@example.org")
    assert await merged.rows(owner) == [(merged.worker,)]


@pytest.mark.real
async def test_what_is_stored_while_somebody_is_merged_is_the_survivors(
    postgres: SharedPostgres, tmp_path: Path
) -> None:
    name = f"old_ids_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        survivor, other = uuid4(), uuid4()
        database, given = desk.house.context("directory").database, names("Mara", "Kranz")
        async with database.transaction() as uow:
            both = dict.fromkeys((survivor, other), given)
            await save_people(uow, both, Cause(BERGKAMEN, uuid4()))

        async def meant() -> dict[UUID, UUID]:
            async with database.transaction() as uow:
                return await hold_meant(uow, BERGKAMEN, [other])

        form = MergeForm.model_validate(dict.fromkeys(CHOICES, "first"))
        async with database.transaction() as uow:
            await use_cases.merge(uow, OFFICE, Both(BERGKAMEN, survivor, other), form)
            storing = asyncio.create_task(meant())
            while not await uow.session.scalar(WAITING):
                pass
        assert await storing == {other: survivor}
